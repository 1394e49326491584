import type { HostMethods } from '../../../protocol/messages';
import type { Handlers } from '../../../protocol/rpc';
import type { SpriteStage } from './spriteStage';

type SpriteIntents = Pick<Handlers<HostMethods>, 'previewSprites' | 'browseSprites' | 'writeSprites'>;

/** Intents of the view of sprite sheets. */
export function spriteIntents(stage: SpriteStage): SpriteIntents {
  return {
    previewSprites: ({ id, settings, path }) => stage.preview(id, settings, path),
    browseSprites: ({ id, settings, path }) => stage.browse(id, settings, path),
    writeSprites: ({ id, settings, path }) => stage.write(id, settings, path),
  };
}
