import { IaGallery } from './gallery/components/gallery';
import { GalleryStore } from './gallery/store';
import { vscodeSeam } from './seam';

const store = new GalleryStore(vscodeSeam());
const gallery = document.querySelector<IaGallery>('ia-gallery') ?? document.body.appendChild(new IaGallery());
gallery.store = store;
void store.start();
