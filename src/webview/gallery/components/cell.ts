import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../icons';
import { kindOf } from '../arrange';
import { type GalleryImage, mayBeTransparent } from '../image';
import {
  flagIcons,
  flagLabel,
  flagName,
  flagsOf,
  folderText,
  formatLabel,
  metaText,
  numberText,
} from '../labels';
import { lineNumber, type PlacedGroup, type Spot } from '../layout';

export interface CellLook {
  column: number;
  selected: boolean;
  /** The Tab key comes here. */
  stop: boolean;
  /** There is no room for more than the name. */
  small: boolean;
}

/** One image of the grid: its name first, for those who hear it. What is done with it the grid hears. */
export function renderCell(image: GalleryImage, { column, selected, stop, small }: CellLook): TemplateResult {
  const marks = flagsOf(image).filter(flag => flag !== 'broken');
  return html`<div
    class="cell"
    role="gridcell"
    id="image-${image.id}"
    data-image=${image.id}
    tabindex=${stop ? 0 : -1}
    aria-colindex=${column + 1}
    aria-selected=${selected}
  >
    <div class="name" title=${image.name}>${image.name}</div>
    ${
      small
        ? nothing
        : html`<div class="meta">${metaText(image)}</div>
            <span class="format">${formatLabel(kindOf(image))}</span>`
    }
    <div class="picture">${renderPicture(image, small)}</div>
    ${
      marks.length > 0
        ? html`<div class="marks">
            ${marks.map(
              flag =>
                html`<span class="mark ${flag}" title=${flagLabel(flag)}
                  >${icon(flagIcons[flag], 'small')}<span class="hidden-text">${flagName(flag)}</span></span
                >`,
            )}
          </div>`
        : nothing
    }
  </div>`;
}

function renderPicture(image: GalleryImage, small: boolean): TemplateResult | typeof nothing {
  if (image.failed !== undefined)
    return html`<div class="failed" title=${image.failed}>
      ${icon('error', 'error')}<span class=${small ? 'hidden-text' : ''}>${image.failed}</span>
    </div>`;
  // An empty tile: dozens of them in motion would have all be painted, frame by frame.
  return image.thumbnail === undefined
    ? nothing
    : html`<img
        class=${mayBeTransparent(image) ? 'checker' : ''}
        src=${image.thumbnail}
        alt=""
        decoding="async"
        draggable="false"
      />`;
}

/** Of the pictures of a folder; a button that closes and opens them. */
export function renderHeading(
  group: PlacedGroup,
  folder: string,
  columns: number,
  stop: Spot | undefined,
): TemplateResult {
  const isStop = stop !== undefined && 'folder' in stop && stop.folder === folder;
  return html`<div class="heading" role="row" aria-rowindex=${lineNumber(group, -1)}>
    <div role="rowheader" aria-colindex="1" aria-colspan=${columns}>
      <button
        class="fold"
        data-folder=${folder}
        tabindex=${isStop ? 0 : -1}
        aria-expanded=${!group.collapsed}
      >
        ${icon(group.collapsed ? 'right' : 'down', 'small')}
        <span class="folder" title=${folderText(folder)}>${folderText(folder)}</span>
        <span class="count">${numberText(group.images.length)}</span>
      </button>
    </div>
  </div>`;
}
