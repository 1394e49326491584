import { IaGallery } from '../../../../src/webview/gallery/components/gallery';
import { GalleryStore } from '../../../../src/webview/gallery/store';
import { FakeGallery, type GalleryOptions } from './fakeGallery';
import { findings, manyImages, sampleImages, transparentSvg } from './gallerySamples';

/** What tests reach by `window.gallery`. */
export interface GalleryPreview {
  host: FakeGallery;
  store: GalleryStore;
  cspViolations: string[];
}

declare global {
  interface Window {
    gallery: GalleryPreview;
  }
}

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', event =>
  violations.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`,
  ),
);

function options(scenario: string): GalleryOptions {
  switch (scenario) {
    case 'empty':
      return { images: [] };
    case 'loading':
      return { images: [], silent: true };
    case 'no-folder':
      return { images: [], initial: { noFolder: true } };
    case 'names':
      return { images: sampleImages(transparentSvg()), namesOnly: true, progress: { state: 'reading' } };
    case 'restricted':
      return {
        images: sampleImages(transparentSvg()),
        initial: {
          restricted:
            'This workspace is not trusted: you can look at images, but nothing is edited, renamed or deleted.',
        },
      };
    case 'many':
      return {
        images: manyImages(20_000),
        progress: { state: 'done', note: '2 files were too large to be read' },
      };
    case 'clean':
      return { images: sampleImages(transparentSvg()), findings: [] };
    default:
      return { images: sampleImages(transparentSvg()), findings };
  }
}

const host = new FakeGallery(options(new URLSearchParams(location.search).get('scenario') ?? 'full'));
const store = new GalleryStore(host.seam);
const gallery = document.querySelector<IaGallery>('ia-gallery') ?? document.body.appendChild(new IaGallery());
window.gallery = { host, store, cspViolations: violations };
gallery.store = store;
await store.start();
document.documentElement.dataset['ready'] = 'true';
