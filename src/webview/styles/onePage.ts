import { css } from 'lit';

/**
 * In a narrow window what a stage dialog shows is one page to scroll, with the tools and the actions in sight: side by
 * side, or one over the other with a bar each, neither picture nor fields had room.
 */
export const onePage = css`
  @media (max-width: 699px) {
    dialog.with-aside[open] {
      grid-template-rows: auto auto 1fr auto;
      overflow: auto;
      /* What is reached by keys is not left behind the tools and the actions. */
      scroll-padding-block: 76px 100px;
    }
    .top,
    .bottom {
      position: sticky;
      z-index: 2;
    }
    .top {
      top: 0;
    }
    .bottom {
      bottom: 0;
    }
    .middle {
      grid-template-rows: 220px auto;
    }
    aside {
      overflow: visible;
    }
  }
`;
