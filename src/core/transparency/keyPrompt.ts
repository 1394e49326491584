import { keyColours, type KeyName } from '../model/cutout';

/**
 * What a model without alpha is asked for beside the user's prompt. English, whatever the prompt's language: models follow
 * it best. "Transparent" stays out of it: models paint a checkerboard when they read it.
 */
export function keyPrompt(name: KeyName): string {
  const colour = `pure ${name} (${keyColours[name].toUpperCase()})`;
  return (
    `Show the subject alone on a perfectly flat, evenly lit background of ${colour} that fills the image to all its edges. ` +
    `The background has no gradient, texture, pattern, checkerboard, floor, scenery or border. ` +
    `Nothing in the subject is ${name}, and no ${name} light falls on it.`
  );
}

/** The prompt that is sent. */
export function withKey(prompt: string, key: { added: string } | undefined): string {
  return key ? `${prompt}\n\n${key.added}` : prompt;
}
