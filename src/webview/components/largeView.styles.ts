import { css } from 'lit';

export const largeViewStyles = css`
  .step {
    position: absolute;
    top: calc(50% - 16px);
    width: 32px;
    height: 32px;
    display: grid;
    place-items: center;
    background: var(--ia-widget);
    border-color: var(--ia-line);
    border-radius: 50%;
    opacity: 0.75;
  }
  .step:hover,
  .step:focus-visible {
    opacity: 1;
  }
  .step.left {
    left: 8px;
  }
  .step.right {
    right: 8px;
  }
  aside p {
    margin-top: 8px;
    line-height: 17px;
  }
  dt {
    font-size: 11px;
    line-height: 16px;
    color: var(--ia-dim);
  }
  dd {
    margin-bottom: 9px;
    font-size: 12px;
    line-height: 17px;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .count {
    margin-inline-end: auto;
  }
  @media (max-width: 699px) {
    .insert {
      display: none;
    }
  }
`;
