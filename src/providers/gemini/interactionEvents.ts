import { isRecord, pickList, pickNumber, pickString, type Json } from '../wire/json';
import { hasError } from '../wire/readReply';

type Step = Record<string, unknown>;

/** The events of an interaction as the interaction; a chunk that is no event is taken for one itself. */
export function mergeInteraction(events: readonly unknown[]): Json {
  const merged: Record<string, unknown> = {};
  const steps = new Map<number, Step>();
  const take = (said: unknown): void => {
    if (!isRecord(said)) return;
    const { steps: whole, ...rest } = said;
    const { error } = merged;
    // No later word takes an error back.
    Object.assign(merged, rest, hasError(merged) ? { error } : {});
    if (steps.size > 0 || !Array.isArray(whole)) return;
    for (const [index, step] of whole.filter(isRecord).entries()) steps.set(index, { ...step });
  };
  for (const event of events.filter(isRecord)) {
    const index = pickNumber(event, 'index') ?? steps.size;
    switch (pickString(event, 'eventType')) {
      case undefined:
        take(event);
        break;
      case 'interaction.created':
      case 'interaction.completed':
        take(event['interaction']);
        break;
      case 'interaction.status_update': {
        const { status, usage } = event;
        take({ status, ...(isRecord(usage) ? { usage } : {}) });
        break;
      }
      case 'step.start':
        if (isRecord(event['step'])) steps.set(index, { ...event['step'] });
        break;
      case 'step.delta': {
        const step = steps.get(index) ?? { type: 'model_output' };
        steps.set(index, step);
        if (isRecord(event['delta'])) grow(step, event['delta']);
        break;
      }
      case 'error':
        take({ error: event['error'] });
        break;
      default:
        break;
    }
  }
  if (steps.size > 0)
    merged['steps'] = [...steps].sort(([one], [other]) => one - other).map(([, step]) => step);
  return merged;
}

/** Words come in pieces, images whole. */
function grow(step: Step, delta: Json): void {
  const { type, ...rest } = delta;
  const content = pickList(step, 'content');
  const last = content.at(-1);
  switch (type) {
    case 'text': {
      const before = isRecord(last) && last['type'] === 'text' ? last : undefined;
      const text = `${pickString(before, 'text') ?? ''}${pickString(delta, 'text') ?? ''}`;
      const kept = before === undefined ? content : content.slice(0, -1);
      step['content'] = [...kept, { ...before, type, text }];
      break;
    }
    case 'image':
      step['content'] = [...content, delta];
      break;
    case 'text_annotation_delta': {
      if (!isRecord(last)) break;
      const annotations = [...pickList(last, 'annotations'), ...pickList(delta, 'annotations')];
      step['content'] = [...content.slice(0, -1), { ...last, annotations }];
      break;
    }
    case 'thought_summary':
      step['summary'] = [...pickList(step, 'summary'), delta['content']];
      break;
    case 'thought_signature':
    case 'google_search_call':
      Object.assign(step, rest);
      break;
    default:
      break;
  }
}
