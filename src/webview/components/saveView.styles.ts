import { css } from 'lit';

export const saveViewStyles = css`
  ia-brush-bar {
    position: absolute;
    inset: 10px auto auto 10px;
    z-index: 1;
  }
  /* There is no room beside the picture: the brush is above it. */
  @media (max-width: 699px) {
    .middle:has(ia-brush-bar) {
      display: grid;
      grid-template-rows: auto minmax(0, 1fr);
    }
    ia-brush-bar {
      position: static;
      grid-row: 1;
    }
    .middle:has(ia-brush-bar) ia-stage {
      grid-row: 2;
      min-height: 0;
    }
  }
  .came.making > * {
    visibility: hidden;
  }
  .came.making > .wait {
    visibility: visible;
  }
  .wait:not(:only-child) {
    position: absolute;
    inset: 10px 14px auto;
    margin: 0;
  }
`;
