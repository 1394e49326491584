import { css } from 'lit';

export const saveViewStyles = css`
  ia-brush-bar {
    position: absolute;
    inset: 10px auto auto 10px;
    z-index: 1;
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
