import assert from 'node:assert/strict';
import type { Failure, FailureKind } from '../../../src/core/model/outcome';
import { english } from '../../../src/core/translate';
import type { FailureContext } from '../../../src/host/text/sentenceParts';
import { failureSentence, failureView } from '../../../src/host/text/failureText';
import { kindWord } from '../../../src/host/text/progressText';
import { safeText } from '../../../src/host/text/safeText';

/** The compiler holds this list to the union: a new kind must be added here. */
const kinds = Object.keys({
  'text-only': 0,
  blocked: 0,
  auth: 0,
  billing: 0,
  'rate-limited': 0,
  quota: 0,
  retired: 0,
  unsupported: 0,
  'bad-request': 0,
  overloaded: 0,
  network: 0,
  timeout: 0,
  'bad-response': 0,
  cancelled: 0,
  interrupted: 0,
  budget: 0,
  consent: 0,
} satisfies Record<FailureKind, 0>) as FailureKind[];

const context: FailureContext = { model: 'Nano Banana', service: 'Google Gemini', local: false };
const key = 'AIzaSyD-1234567890abcdefghijklmnopqrstu';
const base64 = Buffer.alloc(3000, 'pixels').toString('base64');

describe('a failure in words', () => {
  it('says of a job that was lost what its provider says, and of missing credentials where they are set', () => {
    const of = (failure: Failure) => failureView(english, failure, context);
    const message = 'The job was not done within 280 s. Its id is 1.';
    assert.equal(of({ kind: 'timeout', reason: 'job', message, sent: true }).detail, message);
    for (const reason of ['result-gone', 'unsafe-address', 'too-large']) {
      const { title, detail } = of({ kind: 'bad-response', reason, message, sent: true });
      assert.deepEqual([title, detail], ['The image could not be fetched', message]);
    }
    const none = of({ kind: 'auth', reason: 'no-credentials', sent: false });
    assert.deepEqual([none.title, none.action?.id], ['No usable Google Cloud credentials', 'open-settings']);
  });

  for (const kind of kinds) {
    for (const sent of [true, false]) {
      it(`${kind}, ${sent ? 'sent' : 'not sent'}: a title, a detail, what it cost, no gaps`, () => {
        const view = failureView(english, { kind, sent }, context);
        assert.equal(view.kind, kind);
        for (const text of [view.title, view.detail, view.cost]) {
          assert.match(text, /^\p{Lu}/u);
          assert.doesNotMatch(text, /\{\d\}|undefined|null|\[object|!/);
        }
        assert.match(view.detail, /[.”]$/);
        assert.match(view.cost, sent ? /bill|cost/ : /Nothing was sent, so it cost nothing/);
        assert.notEqual(kindWord(english, kind), '');
      });
    }

    it(`${kind}: neither key nor image data gets through, whatever the service echoes`, () => {
      const failure: Failure = {
        kind,
        sent: true,
        message: `API key not valid: ${key}. Body: {"data":"${base64}"} \u0000\u001b[31m`,
        text: `Bearer ${key} ${base64}`,
        supported: [key, base64],
        reason: key,
      };
      const shown =
        JSON.stringify(failureView(english, failure, context)) + failureSentence(english, failure, context);
      assert.ok(!shown.includes('1234567890abcdef'), shown);
      assert.ok(!shown.includes(base64.slice(0, 80)), shown);
      assert.doesNotMatch(shown, /\\u001b|\\u0000/);
      assert.ok(shown.length < 4000, String(shown.length));
    });
  }

  it('says what the service says, in its words', () => {
    const view = failureView(
      english,
      { kind: 'blocked', sent: true, message: 'Support code: 42876398.', quoted: true },
      context,
    );
    assert.match(view.detail, /Google Gemini says: “Support code: 42876398.”/);
    assert.equal(view.action?.id, 'edit-prompt');
  });

  it('offers to fetch what was drawn before anything that costs again', () => {
    const links = ['https://files.example.com/a.png'];
    const view = failureView(english, { kind: 'timeout', sent: true, links }, context);
    assert.deepEqual([view.action?.id, view.also?.id], ['fetch-links', 'retry']);
    // What no page may open can't be fetched either.
    const odd = failureView(english, { kind: 'timeout', sent: true, links: ['file:///a'] }, context);
    assert.deepEqual([odd.action?.id, odd.links], ['retry', undefined]);
  });

  it('tells a missing key from a refused one', () => {
    assert.match(failureView(english, { kind: 'auth', sent: false }, context).title, /needed/);
    assert.match(failureView(english, { kind: 'auth', sent: true }, context).title, /not accepted/);
  });

  it('does not blame a good key for what its project may not do', () => {
    const view = (reason: string) =>
      failureView(
        english,
        { kind: 'auth', sent: true, reason, message: 'Google’s words.', quoted: true },
        context,
      );
    const disabled = view('SERVICE_DISABLED');
    const denied = view('no-access');
    const model = view('no-model-access');
    assert.match(disabled.title, /API is not enabled/);
    assert.match(disabled.detail, /key is good.*Enable it/);
    assert.equal(disabled.action?.id, 'retry');
    assert.match(denied.title, /project has no access$/);
    assert.equal(denied.action?.label, 'Use a Key of Another Project…');
    assert.match(model.detail, /does not let its project use Nano Banana\./);
    assert.equal(model.action?.id, 'switch-model');
    for (const { title, detail } of [disabled, denied, model]) {
      assert.doesNotMatch(`${title} ${detail}`, /refuses|not accepted/);
      assert.match(detail, /Google Gemini says: “Google’s words\.” Your prompt is kept\.$/);
    }
  });

  it('says of a good key without billing exactly that, and offers what is free', () => {
    const view = failureView(english, { kind: 'billing', sent: true }, context);
    assert.match(view.detail, /key is good, but billing is not enabled/);
    assert.match(view.detail, /free/);
    assert.deepEqual([view.action?.id, view.also?.id], ['open-billing', 'use-offline']);
  });

  it('tells a spending cap and used-up credit from billing that nobody enabled, in the words of the service too', () => {
    const view = (reason: string, message: string) =>
      failureView(english, { kind: 'billing', sent: true, reason, message, quoted: true }, context);
    const cap = view('spending-cap', 'Your project has exceeded its monthly spending cap.');
    assert.equal(cap.title, 'The spending cap is reached');
    assert.match(cap.detail, /once the cap is raised.*says: “Your project has exceeded its monthly/);
    const credit = view('no-credit', 'Your prepayment credits are depleted.');
    assert.equal(credit.title, 'There is no credit left');
    assert.match(credit.detail, /nothing left to spend\. Google Gemini says: “Your prepayment credits/);
    const disabled = view('BILLING_DISABLED', 'Please enable billing on project #1.');
    assert.equal(disabled.title, 'Billing is not enabled');
    assert.match(disabled.detail, /says: “Please enable billing on project #1\.”/);
    for (const { action, also, detail, cost } of [cap, credit, disabled]) {
      assert.deepEqual([action?.id, also?.id], ['open-billing', 'use-offline']);
      assert.match(detail, /free\.$/);
      assert.match(cost, /do not bill/);
    }
  });

  it('leads from a retired model to its replacement', () => {
    const view = failureView(
      english,
      { kind: 'retired', sent: true },
      { ...context, replacement: 'Banana 3' },
    );
    assert.deepEqual(view.action, { id: 'switch-model', label: 'Use Banana 3' });
  });

  it('lists what a local model knows, and costs nothing', () => {
    const view = failureView(
      english,
      { kind: 'unsupported', sent: false, supported: ['grayscale', 'blur'] },
      { ...context, model: 'Local edits (free)', local: true },
    );
    assert.match(view.detail, /It can: grayscale, blur\./);
    assert.match(view.cost, /cost nothing/);
  });

  it('says of a redirect and of a web page what it costs, as far as that can be known', () => {
    const cost = (failure: Failure): string => failureView(english, failure, context).cost;
    const page: Failure = { kind: 'bad-response', reason: 'html', sent: true };
    assert.match(
      cost({ kind: 'network', reason: 'redirect', sent: true, unbilled: true }),
      /^Services do not bill/,
    );
    assert.match(cost({ ...page, status: 403, unbilled: true }), /^Services do not bill/);
    assert.match(cost({ ...page, unbilled: true }), /most likely cost nothing/);
    assert.match(cost(page), /^Nobody can say/);
  });

  it('says the true cost when it is known, and marks an estimate', () => {
    const blocked: Failure = { kind: 'blocked', sent: true };
    assert.equal(
      failureView(english, blocked, { ...context, costUsd: 0.002 }).cost,
      'This request cost $0.002.',
    );
    assert.match(
      failureView(english, blocked, { ...context, costUsd: 0.002, costIsEstimate: true }).cost,
      /estimated/,
    );
  });

  it('does not send anybody to another wording for an error of the service', () => {
    const message = 'Model failed to generate content due to internal error.';
    const failure: Failure = {
      kind: 'bad-response',
      reason: 'service-error',
      sent: true,
      message,
      quoted: true,
    };
    const view = failureView(english, failure, context);
    assert.equal(view.title, 'The service failed');
    assert.match(view.detail, /nothing is wrong on your side\. Google Gemini says: “Model failed/);
    assert.deepEqual([view.action?.id, view.cost], ['retry', 'The service may bill this request.']);
  });

  it('says how long to wait', () => {
    const failure: Failure = { kind: 'rate-limited', sent: true, retryAfterMs: 37_000 };
    assert.match(failureView(english, failure, context).detail, /wait 37 s/);
    const open: Failure = { kind: 'rate-limited', sent: true, message: 'Check your plan.', quoted: true };
    assert.match(failureView(english, open, context).detail, /says: “Check your plan\.” Wait a little/);
    assert.doesNotMatch(failureView(english, { ...open, retryAfterMs: 37_000 }, context).detail, /plan/);
    const soon = failureView(english, { ...failure, retryAfterMs: 100 }, context).detail;
    assert.match(soon, /Wait a little/);
  });

  it('tells an answer that was not done in time from one that never began', () => {
    const detail = (reason: string) =>
      failureView(english, { kind: 'timeout', sent: true, reason }, context).detail;
    assert.match(detail('stalled'), /had begun to answer/);
    assert.match(detail('no-answer'), /did not answer/);
  });

  it('leads out of a conversation that the service does not take back', () => {
    for (const reason of ['thought-signature', 'MISSING_THOUGHT_SIGNATURE']) {
      const message = 'Corrupted thought signature.';
      const failure: Failure = { kind: 'bad-request', sent: true, reason, message, quoted: true };
      const view = failureView(english, failure, context);
      assert.match(view.detail, /starts anew from the image\. .*says: “Corrupted thought signature\.”/);
      assert.equal(view.action?.id, 'switch-model');
    }
  });

  it('tells a connection that broke from one that never was, and a failure from too much to do', () => {
    const title = (failure: Failure) => failureView(english, failure, context).title;
    assert.match(title({ kind: 'network', sent: true, reason: 'reset' }), /lost/);
    assert.match(title({ kind: 'network', sent: false }), /could not be reached/);
    assert.match(title({ kind: 'overloaded', sent: true, status: 503 }), /overloaded/);
    assert.match(title({ kind: 'overloaded', sent: true, status: 500 }), /failed/);
    assert.match(title({ kind: 'bad-request', sent: false, reason: 'disk-full' }), /stored/);
    assert.match(title({ kind: 'bad-response', sent: true, reason: 'disk-full' }), /stored/);
  });

  it('puts the words of the service in quotation marks, and not those of this extension', () => {
    const detail = (failure: Failure) => failureView(english, failure, context).detail;
    const message = 'The answer ends in the middle of a string.';
    for (const reason of ['truncated', 'empty', 'INVALID_ARGUMENT', undefined]) {
      const failure: Failure = { kind: 'bad-response', sent: true, message, ...(reason && { reason }) };
      assert.match(detail(failure), / The answer ends in the middle of a string\.$/);
      assert.match(detail({ ...failure, quoted: true }), / Google Gemini says: “The answer ends .*\.”$/);
    }
  });

  it('says how to give a proxy its password', () => {
    const view = failureView(english, { kind: 'network', sent: false, status: 407 }, context);
    assert.match(view.detail, /http\.proxy/);
    assert.equal(view.action?.id, 'open-settings');
  });

  it('tells a proxy that did not connect, and a certificate of nobody, from a service that is away', () => {
    const network = { kind: 'network', sent: false } as const;
    const proxy = failureView(
      english,
      { ...network, reason: 'proxy', message: 'The proxy answered 403.' },
      context,
    );
    assert.match(`${proxy.title}. ${proxy.detail}`, /proxy did not connect\..*answered 403\./);
    const certificate = failureView(english, { ...network, reason: 'untrusted-certificate' }, context);
    assert.match(certificate.title, /certificate is not trusted/);
    assert.match(certificate.detail, /certificates of the system.*“http\.systemCertificates” is off/);
    for (const view of [proxy, certificate]) assert.match(view.cost, /cost nothing/);
  });
});

describe('safeText', () => {
  it('leaves sentences, paths and short ids alone', () => {
    const text =
      'Support code: 42876398. See /home/user/projects/site/static/images/hero-banner.png (gemini-3.1-flash-lite-image).';
    assert.equal(safeText(text), text);
  });

  it('lets nobody turn the direction of writing, and leaves right-to-left text as it is', () => {
    assert.equal(safeText('a\u202eb\u2066c\u2069\u202c'), 'abc');
    assert.equal(safeText('\u200fשלום עולם'), '\u200fשלום עולם');
  });

  it('is bounded, whatever comes', () => {
    assert.ok(safeText('word '.repeat(100_000)).length <= 400);
    assert.equal(safeText(''), '');
  });

  for (const secret of [
    key,
    'sk-proj-abcdefghijklmnop1234',
    'AQ.Ab8RN6IabcdefGHIJKLmnop12345',
    `data:image/png;base64,${base64}`,
  ]) {
    it(`hides ${secret.slice(0, 12)}…`, () => {
      assert.ok(!safeText(`before ${secret} after`).includes(secret.slice(8, 24)));
    });
  }
});
