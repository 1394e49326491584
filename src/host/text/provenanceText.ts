import { formatBytes, formatPixels, formatTook, formatUsd, smallestUsd } from '../../core/model/format';
import { isVeiled } from '../../core/run/marks';
import { originalOf, type Candidate, type RequestRecord, type Run } from '../../core/model/run';
import type { Translate } from '../../core/translate';
import type { ProvenanceView } from '../../protocol/views';
import { safeText } from './safeText';

/** Where a candidate comes from: only what is on record or in its bytes. `date` writes a time for the user. */
export function provenanceView(
  t: Translate,
  run: Run,
  request: RequestRecord,
  candidate: Candidate,
  model: string,
  date: (ms: number) => string,
): ProvenanceView {
  const { facts } = candidate;
  if (isVeiled(run)) return veiled(t, run, candidate);
  // What is claimed of the image is in the service's own bytes; what was made of them is not marked.
  const { provenance } = originalOf(candidate).facts;
  const version = request.outcome?.modelVersion;
  const lines: [string, string | undefined][] = [
    [t('Model'), model],
    [t('Answered by'), version === undefined ? undefined : safeText(version)],
    [t('Prompt'), run.prompt],
    [t('Added to the prompt'), request.key?.added],
    [t('Made'), request.endedAt === undefined ? undefined : date(request.endedAt)],
    [t('Pixels'), formatPixels(facts)],
    [t('File'), `${formatBytes(facts.bytes)} ${facts.format.toUpperCase()}`],
    [t('Transparency'), facts.hasAlpha ? t('yes') : t('no')],
    [
      t('Background'),
      candidate.original &&
        t('removed on this machine; the service’s own image is kept as {0}', candidate.original.file),
    ],
    [t('Time'), timeOf(request)],
    [t('Cost'), costOf(t, request)],
    [
      t('Content Credentials'),
      !provenance.contentCredentials
        ? t('none in the file')
        : candidate.original
          ? t('in the service’s own image (found, not validated), not in the cut-out')
          : t('in the file (found, not validated); kept as long as the original bytes are kept'),
    ],
    [t('Marked as AI-made'), provenance.aiGenerated ? t('yes, in the file’s metadata') : undefined],
    [
      t('SynthID'),
      provenance.synthIdClaimed ? t('named in the file; the watermark can’t be checked here') : undefined,
    ],
    [t('Generator'), provenance.generator === undefined ? undefined : safeText(provenance.generator)],
  ];
  return { lines: lines.flatMap(([label, value]) => (value === undefined ? [] : { label, value })) };
}

/** What its cell tells too: the rest would give the model away. */
function veiled(t: Translate, { prompt }: Run, { facts }: Candidate): ProvenanceView {
  const lines = [
    [t('Prompt'), prompt],
    [t('Pixels'), formatPixels(facts)],
    [t('File'), `${formatBytes(facts.bytes)} ${facts.format.toUpperCase()}`],
    [t('Transparency'), facts.hasAlpha ? t('yes') : t('no')],
    [t('Model'), t('More is said once the names are shown.')],
  ] as const;
  return { lines: lines.map(([label, value]) => ({ label, value })) };
}

/** From the request to its answer, as its cell says it. */
function timeOf({ startedAt, endedAt }: RequestRecord): string | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return formatTook(Math.max(0, endedAt - startedAt)) || undefined;
}

function costOf(t: Translate, { costUsd, costIsEstimate }: RequestRecord): string | undefined {
  if (costUsd === undefined) return undefined;
  return costIsEstimate === true && costUsd >= smallestUsd
    ? t('about {0}', formatUsd(costUsd))
    : formatUsd(costUsd);
}
