import { t } from '@vscode/l10n';
import { formatBytes, formatPixels } from '../../core/model/format';
import type { GalleryBytes, GalleryFlag, GalleryPixels, GallerySort } from '../../protocol/galleryViews';
import { galleryFlags } from '../../protocol/galleryViews';
import type { IconName } from '../icons';
import { type GalleryImage, hasFlag } from './image';

/** Words for values, in the user's language. */

export function flagLabel(flag: GalleryFlag): string {
  const labels: Readonly<Record<GalleryFlag, string>> = {
    unused: t('Unused'),
    'too-big': t('Too big'),
    duplicate: t('Duplicates'),
    'no-alt': t('No alt text'),
    generated: t('Generated'),
    broken: t('Broken'),
    'wrong-extension': t('Wrong extension'),
  };
  return labels[flag];
}

/** Of one image. */
export function flagName(flag: GalleryFlag): string {
  const names: Readonly<Record<GalleryFlag, string>> = {
    unused: t('unused'),
    'too-big': t('too big'),
    duplicate: t('duplicate'),
    'no-alt': t('no alt text'),
    generated: t('generated'),
    broken: t('broken'),
    'wrong-extension': t('wrong extension'),
  };
  return names[flag];
}

export const flagIcons: Readonly<Record<GalleryFlag, IconName>> = {
  unused: 'circleSlash',
  'too-big': 'dashboard',
  duplicate: 'copy',
  'no-alt': 'comment',
  generated: 'sparkle',
  broken: 'error',
  'wrong-extension': 'file',
};

export function flagsOf(image: Pick<GalleryImage, 'flags'>): GalleryFlag[] {
  return image.flags === 0 ? [] : galleryFlags.filter(flag => hasFlag(image, flag));
}

export function sortLabel(sort: GallerySort): string {
  return { name: t('Name'), bytes: t('File size'), pixels: t('Pixels'), date: t('Date modified') }[sort];
}

export function bytesLabel(range: GalleryBytes): string {
  return {
    any: t('Any file size'),
    small: t('Below {0}', '20 KB'),
    medium: t('{0} to {1}', '20 KB', '200 KB'),
    large: t('{0} to {1}', '200 KB', '1 MB'),
    huge: t('{0} and more', '1 MB'),
  }[range];
}

export function pixelsLabel(range: GalleryPixels): string {
  return {
    any: t('Any pixel size'),
    icon: t('Icons, up to {0} pixels', 64),
    small: t('{0} to {1} pixels', 65, 512),
    medium: t('{0} to {1} pixels', 513, 1920),
    large: t('More than {0} pixels', 1920),
  }[range];
}

export function formatLabel(kind: string): string {
  return kind.toUpperCase();
}

/** What stands below the name; empty as long as nothing is known. */
export function metaText(image: Pick<GalleryImage, 'width' | 'height' | 'bytes'>): string {
  return [
    ...(image.width > 0 && image.height > 0 ? [formatPixels(image)] : []),
    ...(image.bytes >= 0 ? [formatBytes(image.bytes)] : []),
  ].join(' · ');
}

export function countText(count: number): string {
  return count === 1 ? t('1 image') : t('{0} images', numberText(count));
}

/** `20,000` */
export function numberText(number: number): string {
  return number.toLocaleString(document.documentElement.lang || 'en');
}

/** Folders have no name at the top of the only workspace folder. */
export function folderText(folder: string): string {
  return folder === '' ? t('Workspace folder') : folder;
}
