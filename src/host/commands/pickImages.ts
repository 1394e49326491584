import type { CommandDeps } from './commandDeps';
import type { CommandHandler } from './commandIds';

/** "Pick Workspace Images…": adds to the reference images. */
export function pickImagesCommand({ panel, pickImages }: CommandDeps): CommandHandler {
  return async () => {
    const images = await pickImages();
    if (images && images.length > 0) await panel.compose({ images });
  };
}
