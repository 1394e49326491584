import type { Translate } from '../../core/translate';

export function looksLikeHtml(text: string): boolean {
  return /^\s*(<!doctype html|<html|<head|<body|<\?xml)/i.test(text.slice(0, 1000));
}

/** The title of a web page says more than its markup. */
export function describeHtml(t: Translate, text: string): string {
  const title = /<title[^>]*>([^<]{1,200})/i.exec(text.slice(0, 20_000))?.[1]?.replace(/\s+/g, ' ').trim();
  return title === undefined || title === ''
    ? t('A web page came back instead of an answer of the service.')
    : t('A web page came back instead of an answer of the service: “{0}”.', title);
}
