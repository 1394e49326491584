import { descriptionSuffix } from '../../../core/model/layers';
import type { PanelSaver } from '../panelParts';
import type { StageRequest } from './stage';

/** Why a view of a file of the workspace would be refused, as far as that is seen before there is a panel. */
export async function refusalOf(
  request: StageRequest,
  saver: Pick<PanelSaver, 'look' | 'leave' | 'describe'>,
): Promise<string | undefined> {
  const { kind } = request;
  if (kind === 'missing' || kind === 'scoreboard' || kind === 'compare') return undefined;
  const subject = request.kind === 'set' ? request.subject.image : request.subject;
  if (!('file' in subject) || subject.file.endsWith(descriptionSuffix)) return undefined;
  const look = await saver.look({ file: subject.file });
  if ('failure' in look) return saver.describe(look.failure);
  await saver.leave(look);
  return undefined;
}
