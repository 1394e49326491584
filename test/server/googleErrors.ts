/** Google's error texts and details, as its own samples and users' reports have them. */
export interface GoogleError {
  status: number;
  body: unknown;
}

const typePrefix = 'type.googleapis.com/google.rpc.';

export function googleError(
  status: number,
  code: string,
  message: string,
  details?: readonly object[],
): GoogleError {
  return {
    status,
    body: { error: { code: status, message, status: code, ...(details === undefined ? {} : { details }) } },
  };
}

export function invalid(message: string, field?: string): GoogleError {
  const details =
    field === undefined
      ? undefined
      : [{ '@type': `${typePrefix}BadRequest`, fieldViolations: [{ field, description: message }] }];
  return googleError(400, 'INVALID_ARGUMENT', message, details);
}

export function badKey(key: string): GoogleError {
  return googleError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
    {
      '@type': `${typePrefix}ErrorInfo`,
      reason: 'API_KEY_INVALID',
      domain: 'googleapis.com',
      metadata: { service: 'generativelanguage.googleapis.com' },
    },
    {
      '@type': `${typePrefix}LocalizedMessage`,
      locale: 'en-US',
      message: 'API key not valid. Please pass a valid API key.',
    },
    {
      '@type': `${typePrefix}DebugInfo`,
      detail: `[ORIGINAL ERROR] generic::invalid_argument: API key ${key} not found`,
    },
  ]);
}

export const missingKey = googleError(
  403,
  'PERMISSION_DENIED',
  "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
);

export const wrongTokenType = googleError(
  401,
  'UNAUTHENTICATED',
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  [{ '@type': `${typePrefix}ErrorInfo`, reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED', domain: 'googleapis.com' }],
);

export function leakedKey(key: string): GoogleError {
  return googleError(
    403,
    'PERMISSION_DENIED',
    `Your API key ${key} was reported as leaked. Please use another API key.`,
  );
}

export const apiDisabled = googleError(
  403,
  'PERMISSION_DENIED',
  'Generative Language API has not been used in project 123456789 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project=123456789 then retry.',
  [
    {
      '@type': `${typePrefix}Help`,
      links: [
        {
          description: 'Google developers console API activation',
          url: 'https://console.developers.google.com',
        },
      ],
    },
    { '@type': `${typePrefix}ErrorInfo`, reason: 'SERVICE_DISABLED', domain: 'googleapis.com' },
  ],
);

export const location = googleError(
  400,
  'FAILED_PRECONDITION',
  'User location is not supported for the API use.',
);

export function notFound(id: string, version: string): GoogleError {
  return googleError(
    404,
    'NOT_FOUND',
    `models/${id} is not found for API version ${version}, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  );
}

/** A free key: nothing is allowed, and a retry delay comes along all the same. */
export function freeTier(model: string): GoogleError {
  return quotaError(
    `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.\n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 0, model: ${model}\n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_input_token_count, limit: 0, model: ${model}\nPlease retry in 20.04s.`,
    [
      { quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' },
      { quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier' },
    ],
    model,
    '20s',
  );
}

export function perDay(model: string): GoogleError {
  return quotaError(
    `You exceeded your current quota, please check your plan and billing details.\n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_requests_per_model_per_day, limit: 250, model: ${model}\nPlease retry in 11h.`,
    [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel', quotaValue: '250' }],
    model,
    '39600s',
  );
}

export function perMinute(model: string, retryDelay: string): GoogleError {
  return quotaError(
    `Resource has been exhausted (e.g. check quota).\n* Quota exceeded for metric: generativelanguage.googleapis.com/generate_requests_per_model, limit: 10, model: ${model}\nPlease retry in ${retryDelay}.`,
    [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel', quotaValue: '10' }],
    model,
    retryDelay,
  );
}

function quotaError(
  message: string,
  quotas: readonly { quotaId: string; quotaValue?: string }[],
  model: string,
  retryDelay: string,
): GoogleError {
  return googleError(429, 'RESOURCE_EXHAUSTED', message, [
    {
      '@type': `${typePrefix}QuotaFailure`,
      violations: quotas.map(quota => ({
        quotaMetric: 'generativelanguage.googleapis.com/generate_content_requests',
        ...quota,
        quotaDimensions: { location: 'global', model },
      })),
    },
    {
      '@type': `${typePrefix}Help`,
      links: [
        {
          description: 'Learn more about Gemini API quotas',
          url: 'https://ai.google.dev/gemini-api/docs/rate-limits',
        },
      ],
    },
    { '@type': `${typePrefix}RetryInfo`, retryDelay },
  ]);
}

export const internal = googleError(
  500,
  'INTERNAL',
  'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
);
export const overloaded = googleError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
export const deadlineExceeded = googleError(
  504,
  'DEADLINE_EXCEEDED',
  'Deadline expired before operation could complete.',
);
export const noBilling = googleError(
  403,
  'PERMISSION_DENIED',
  'This API method requires billing to be enabled. Please enable billing on project #123456789.',
  [{ '@type': `${typePrefix}ErrorInfo`, reason: 'BILLING_DISABLED', domain: 'googleapis.com' }],
);
