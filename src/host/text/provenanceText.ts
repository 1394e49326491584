import { formatBytes, formatPixels, formatUsd, smallestUsd } from '../../core/model/format';
import type { Candidate, RequestRecord, Run } from '../../core/model/run';
import type { Translate } from '../../core/translate';
import type { ProvenanceView } from '../../protocol/views';
import { safeText } from './safeText';

/** Where a candidate comes from: only what is on record or in its bytes. `date` writes a time for the user. */
export function provenanceView(
  t: Translate,
  run: Run,
  request: RequestRecord,
  { facts }: Candidate,
  model: string,
  date: (ms: number) => string,
): ProvenanceView {
  const { provenance } = facts;
  const version = request.outcome?.modelVersion;
  const lines: [string, string | undefined][] = [
    [t('Model'), model],
    [t('Answered by'), version === undefined ? undefined : safeText(version)],
    [t('Prompt'), run.prompt],
    [t('Made'), request.endedAt === undefined ? undefined : date(request.endedAt)],
    [t('Pixels'), formatPixels(facts)],
    [t('File'), `${formatBytes(facts.bytes)} ${facts.format.toUpperCase()}`],
    [t('Transparency'), facts.hasAlpha ? t('yes') : t('no')],
    [t('Cost'), costOf(t, request)],
    [
      t('Content Credentials'),
      provenance.contentCredentials
        ? t('in the file (found, not validated); kept as long as the original bytes are kept')
        : t('none in the file'),
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

function costOf(t: Translate, { costUsd, costIsEstimate }: RequestRecord): string | undefined {
  if (costUsd === undefined) return undefined;
  return costIsEstimate === true && costUsd >= smallestUsd
    ? t('about {0}', formatUsd(costUsd))
    : formatUsd(costUsd);
}
