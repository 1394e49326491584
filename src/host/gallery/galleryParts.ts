import type { ImageIndex } from '../../core/imageIndex/imageIndex';
import type { ProblemFinder } from '../../core/imageIndex/problems';
import type { Services } from '../services';
import type { ThumbnailCache } from './thumbnailCache';

export const galleryViewType = 'inlineAssets.gallery';

export interface GalleryDeps {
  services: Services;
  index: ImageIndex & ProblemFinder;
}

/** What lives as long as the tab, however often its page is loaded. */
export interface GalleryParts extends GalleryDeps {
  cache: ThumbnailCache;
}
