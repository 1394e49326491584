import type { EncodableFormat } from '../../core/model/output';
import * as path from 'node:path';

import type { ImageFacts } from '../../core/model/run';
import { extensionOf } from '../../core/model/imageFormat';
import { formatChoices, planFormat } from '../../core/save/fileFormat';
import type { SaveFailure } from '../../core/save/saveResult';
import { resolveDestination, type Roots } from './destination';
import type { Disk } from './disk';
import { replaceExtension } from './pathRules';
import type { SaveUi } from './savePorts';
import type { AskedSave, ChosenTarget } from './saveTypes';

export interface TargetQuestion {
  /** What the file dialog opens with. */
  proposed: string;
  facts: ImageFacts;
  roots: Roots;
  /** The document that gets a reference to the file, absolute. */
  into?: string;
  /** Answered already: the dialog comes only when that cannot be. */
  asked?: AskedSave;
}

type Step = { chosen: ChosenTarget } | { again: string } | { failure: SaveFailure };

/** The file dialog and every question that follows from its answer. Writes nothing. */
export async function chooseTarget(
  question: TargetQuestion,
  ui: SaveUi,
  disk: Disk,
): Promise<{ chosen: ChosenTarget } | { failure: SaveFailure }> {
  const { asked } = question;
  let proposed = question.proposed;
  if (asked) {
    const step = await settle(asked.path, '', question, ui, disk);
    if (!('again' in step)) return step;
    proposed = step.again;
  }
  for (;;) {
    const picked = await ui.pickTarget(proposed, formatChoices(question.facts.format), question.into);
    if (picked === undefined) return { failure: { kind: 'cancelled' } };
    const step = await settle(picked, picked, question, ui, disk);
    if (!('again' in step)) return step;
    proposed = step.again;
  }
}

/** `confirmed`: the path that the file dialog has already asked about. */
async function settle(
  target: string,
  confirmed: string,
  question: TargetQuestion,
  ui: SaveUi,
  disk: Disk,
): Promise<Step> {
  const { facts, roots } = question;
  const plan = planFormat(path.extname(target).slice(1), facts.format);
  if (plan.kind === 'append') {
    return settle(`${target.replace(/\.$/, '')}.${plan.extension}`, confirmed, question, ui, disk);
  }
  if (plan.kind === 'impossible') {
    const answer = await ui.askFormat(plan.extension, formatChoices(facts.format));
    if (!answer) return { failure: { kind: 'cancelled' } };
    const other = replaceExtension(target, extensionOf(answer === 'rename' ? facts.format : answer.format));
    return answer === 'rename' ? { again: other } : settle(other, confirmed, question, ui, disk);
  }

  const destination = await resolveDestination(target, roots, disk);
  if ('failure' in destination) {
    const answer = await ui.askOtherPlace(destination.failure);
    // It was said in the question.
    return answer === 'rename' ? { again: question.proposed } : { failure: { kind: 'cancelled' } };
  }
  if (destination.existing && target !== confirmed) {
    const answer = await ui.askOverwrite(target);
    if (!answer) return { failure: { kind: 'cancelled' } };
    if (answer === 'rename') return { again: target };
  }

  const chosen: ChosenTarget = {
    path: target,
    overwrite: destination.existing !== undefined,
    ...(question.asked && { output: question.asked.output }),
  };
  if (question.asked) return { chosen };
  if (plan.kind === 'copy' || plan.format !== 'jpeg' || !facts.hasAlpha) return { chosen };
  const answer = await ui.askMatte(transparentFormats);
  if (!answer) return { failure: { kind: 'cancelled' } };
  if ('matte' in answer) return { chosen: { ...chosen, matte: answer.matte } };
  return settle(replaceExtension(target, extensionOf(answer.format)), confirmed, question, ui, disk);
}

const transparentFormats: readonly EncodableFormat[] = ['png'];
