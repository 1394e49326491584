import { css } from 'lit';

/** The box of one output, whatever state it is in: its place is the same before and after the image arrives. */
export const tile = css`
  .tile,
  figcaption {
    /* As wide as there is room, but no higher than most of the window; round a small picture is room for its tools. */
    --own-width: max(240px, calc(var(--w, 1000) * 1px));
    --tile-width: min(100%, calc(min(52vh, 560px) * var(--w, 1) / var(--h, 1)), var(--own-width));
  }
  .tile.words {
    --own-width: 100%;
  }
  .tile {
    position: relative;
    width: var(--tile-width);
    min-width: min(100%, 120px);
    aspect-ratio: var(--w, 1) / var(--h, 1);
    min-height: 96px;
    border: 1px solid var(--ia-line);
    border-radius: var(--ia-radius);
    overflow: hidden;
    background-color: var(--ia-widget);
  }
  /* Words need no picture's room; beside a picture they take as much as it does, without its caption. */
  :host(:not([compact])) .words {
    --picture-width: min(100cqi, calc(min(52vh, 560px) * var(--w, 1) / var(--h, 1)));
    aspect-ratio: auto;
    min-height: min(100%, calc(var(--picture-width) * var(--h, 1) / var(--w, 1)));
  }
  :host([compact]) .tile {
    height: 116px;
    width: auto;
    min-height: 0;
    min-width: 84px;
    max-width: 232px;
  }
  .dim {
    color: var(--ia-dim);
  }
  .prose {
    font-size: 12px;
    line-height: 17px;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
`;
