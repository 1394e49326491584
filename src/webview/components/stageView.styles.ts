import { css } from 'lit';
import { base } from '../styles/base';
import { buttons } from '../styles/buttons';
import { fields } from '../styles/fields';
import { stageDialog } from '../styles/stageDialog';

/** Of every view over the panel that shows what would be written. */
export const stageViewStyles = [
  base,
  buttons,
  fields,
  stageDialog,
  css`
    dialog {
      --aside: 300px;
    }
    ia-progress {
      position: absolute;
      inset: 0 0 auto;
      z-index: 1;
    }
    .problem {
      position: absolute;
      inset: auto 16px 16px;
      display: flex;
      gap: 8px;
      align-items: start;
      padding: 8px 12px;
      line-height: 18px;
      background: var(--ia-widget);
      border: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
      border-radius: var(--ia-radius);
    }
    aside {
      padding-bottom: 0;
      /* What is reached by keys is not left behind the result. */
      scroll-padding-bottom: 130px;
    }
    .resumed {
      margin: 0 0 12px;
      color: var(--vscode-descriptionForeground);
    }
    /* In sight however many fields there are. */
    .came {
      position: sticky;
      bottom: 0;
      margin: 14px -14px 0;
      padding: 10px 14px 12px;
      background: var(--ia-side);
      border-top: 1px solid var(--ia-line);
      font-size: 12px;
      line-height: 17px;
    }
    .came b {
      font-weight: 600;
    }
    .came p {
      margin-top: 4px;
      color: var(--ia-dim);
    }
    .bottom {
      flex-wrap: wrap;
    }
    /* The buttons are not at the right end, where messages of the workbench would lie over them. */
    .path {
      flex: 0 1 400px;
      min-width: 180px;
      display: flex;
      align-items: center;
      gap: 6px;
    }
    /* Room for what is said beside it. */
    .path:has(.warning) {
      flex-basis: 500px;
    }
    .path label,
    .path .taken {
      font-size: 12px;
      white-space: nowrap;
    }
    .path .icon {
      vertical-align: -2px;
    }
    @media (max-width: 699px) {
      .path {
        flex-basis: 100%;
      }
    }
  `,
];
