const margin = 8;
const gap = 3;

/** Puts a shown popover under its anchor, or above where more room is, always inside the window. */
export function placePopup(popup: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect();
  const { style } = popup;
  style.setProperty('min-width', `${Math.round(Math.min(at.width, window.innerWidth - 2 * margin))}px`);
  style.removeProperty('max-height');
  const { width, height } = popup.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - gap - margin;
  const above = at.top - gap - margin;
  const up = height > below && above > below;
  const room = Math.max(80, up ? above : below);
  const shown = Math.min(height, room);
  const fitsRight = at.left + width <= window.innerWidth - margin;
  const left = fitsRight ? at.left : Math.max(margin, at.right - width);
  style.setProperty('left', `${Math.round(left)}px`);
  style.setProperty('top', `${Math.round(up ? at.top - gap - shown : at.bottom + gap)}px`);
  style.setProperty('max-height', `${Math.floor(room)}px`);
}
