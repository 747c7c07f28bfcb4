import { z } from 'zod'
import { EncodingReading } from '../listings/file-encoding.ts'
import { maxRowValues } from '../validation-faults.ts'
import { problemClasses, type ProblemClass } from '../problem-classes.ts'
import { type ErrorCode } from '../problem-types.ts'
import type { Scope } from '../access/organisation.ts'

/**
 * Who may call: anyone; any signed-in caller; users but not API keys; users including those with an incomplete
 * sign-in; or users and API keys with this scope, subject to the leaf's policy.
 */
export type Access = 'open' | 'signed-in' | 'person' | 'session' | Scope

/** One endpoint of the HTTP API, the source of its validation, documentation and client. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `:name` marks a parameter. */
  path: `/${string}`
  summary: string
  description?: string
  access: Access
  /**
   * True if it concerns the whole organisation: members and keys limited to brands or territories are refused before
   * anything of the request is read.
   */
  wholeOrganisation?: true
  params?: z.ZodObject
  query?: z.ZodObject
  /** Names in lowercase. */
  headers?: z.ZodObject
  body?: z.ZodType
  /** Accepted content types of the body; application/json by default. */
  bodyTypes?: readonly string[]
  /**
   * Most bytes in a body of JSON or NDJSON. Required if anyone may call; otherwise defaults to `bodyLimits.usual`.
   */
  bodyLimit?: number
  /**
   * Most values in a body of JSON or NDJSON; `valueLimits.usual` by default, `valueLimits.open` if anyone may call.
   */
  valueLimit?: number
  /** Most bytes in a body of one of the other `bodyTypes`, which is streamed. */
  fileLimit?: number
  /**
   * A GET that writes to the audit log or elsewhere, returns a stranger's upload, or calls a third-party server:
   * other sites must not be able to make a browser send it.
   */
  records?: true
  /** The leaf reads the body itself, row by row or as a stream. */
  bodyReadBy?: 'leaf'
  /**
   * Text in the body may contain null characters and lone surrogates: the leaf stores them unchanged or removes them.
   * Other endpoints refuse such text and name its field.
   */
  takesAnyText?: true
  /** Bulk work: interactive requests take precedence. */
  isBulk?: true
  /** The body of a 2xx response. */
  response: z.ZodType
  /** Content type of the response, if not application/json. */
  responseType?: string
  /** Success statuses, the usual one first; 200 by default. */
  statuses?: readonly [number, ...number[]]
}

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** Body limits in bytes, by content. */
export const bodyLimits = {
  /** For endpoints without a body. */
  none: kibibyte,
  /** A sign-in, a token, a receipt, a code. */
  credentials: 16 * kibibyte,
  /** One text by a person, in any script. */
  letter: 64 * kibibyte,
  /** A notice from an unauthenticated sender. */
  notice: 512 * kibibyte,
  /** A report with photos from an unauthenticated sender. */
  report: 4 * mebibyte,
  /** The default. */
  usual: mebibyte,
  /** A document of 10 MiB in base64. */
  document: 14 * mebibyte,
  /** One long record, picture or page. */
  long: 16 * mebibyte,
  /** An appeal with documents of 20 MiB in base64. */
  answer: 28 * mebibyte,
  /** Thousands of rows. */
  batch: 64 * mebibyte,
  /** A streamed file. */
  file: 1024 * mebibyte,
} as const

/** Limits on object members and list entries in a JSON body: values cost more than bytes. */
export const valueLimits = {
  /** For callers without a sign-in: enough for a notice of 500 items with ten values each. */
  open: 5000,
  /** The default: enough for a list of 10,000 ids. */
  usual: 12_000,
  /** One long document, such as a lexicon or a notice on hundreds of listings. */
  long: 25_000,
  /** One listing with the text of its pictures, and more than allowed, so that the refusal can name the member. */
  listing: 2 * maxRowValues,
  /** A whole catalog, each entry with at most as many values as a listing. */
  catalog: 1_000_000,
  /** Thousands of rows, each of which is refused separately if it has too many. */
  rows: 5_000_000,
} as const

type Stated<E extends Endpoint> = E extends { access: 'open'; body: z.ZodType }
  ? { bodyLimit: number }
  : unknown

/** Describes one endpoint, with its exact types. One that anyone may send a body to must state a limit. */
export function endpoint<const E extends Endpoint>(description: E & Stated<E>): E {
  return description
}

/** The limits of an endpoint: bytes of JSON, bytes of a file if it accepts one, and values of JSON. */
export function bodyLimitsOf({
  path,
  access,
  body,
  bodyLimit,
  bodyTypes,
  fileLimit,
  valueLimit = valueLimits.usual,
}: Endpoint): {
  json: number
  values: number
  file: number | undefined
} {
  const isRead = body !== undefined || bodyTypes !== undefined
  if (isRead && access === 'open' && bodyLimit === undefined) {
    throw new RangeError(`${path} takes bodies of everybody and states no bodyLimit`)
  }
  const file = bodyTypes === undefined ? undefined : fileLimit
  const values = access === 'open' ? valueLimits.open : valueLimit
  return { json: isRead ? (bodyLimit ?? bodyLimits.usual) : bodyLimits.none, values, file }
}

/** Position of the next page in a list; callers return it unchanged. */
export const Cursor = z.string().min(1).max(500)

/** Query of a list: page size and cursor. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: Cursor.optional().meta({ description: 'The `next` value of the previous page.' }),
})

/** One page of a list; `next` is null on the last one. */
export function pageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** An actor, as named in the audit log. */
export const ActingParty = z.object({
  kind: z.enum(['operator', 'person', 'key', 'recipient']),
  id: z.string(),
})

/** An empty response. */
export const EmptyView = z.object({})

/** A faulty field. */
const FieldFault = z.object({
  pointer: z
    .string()
    .meta({ description: 'JSON Pointer to the field; empty for the whole document.' }),
  detail: z
    .string()
    .meta({ description: 'What is wrong, to be read after the name of the field.' }),
  value: z.string().meta({ description: 'The value as JSON, shortened; "nothing" if missing.' }),
  remedy: z.string().meta({ description: 'What to write instead.' }),
})

/** Every error: RFC 9457 problem details with additional members. */
export const ProblemDetails = z
  .object({
    type: z.string().meta({
      description: 'Identifies the cause: `urn:touchstone:problem:` followed by the code.',
    }),
    title: z
      .string()
      .meta({ description: 'The cause in a few words, the same for every request.' }),
    status: z.number().int().meta({ description: 'The HTTP status.' }),
    detail: z.string().meta({
      description: 'What is wrong with this request, including the value, and how to fix it.',
    }),
    instance: z
      .string()
      .meta({ description: 'Identifies this occurrence: `urn:uuid:` followed by the request id.' }),
    code: z.string().meta({
      description: 'One code for each cause. Programs branch on the code, never on sentences.',
    }) as z.ZodType<ErrorCode>,
    class: z.enum(Object.keys(problemClasses) as [ProblemClass, ...ProblemClass[]]).meta({
      description: 'The class of the cause: programs that do not know a code can branch on it.',
    }),
    pointer: z.string().optional().meta({ description: 'JSON Pointer to the invalid field.' }),
    faults: z.array(FieldFault).optional().meta({ description: 'All invalid fields, up to 20.' }),
    retryable: z.boolean().meta({ description: 'True if the same request may succeed later.' }),
    requestId: z.string().meta({ description: 'Finds the request in the server log.' }),
    readings: z.array(EncodingReading).optional().meta({
      description:
        'For a file of ambiguous encoding: how its beginning reads in each likely encoding.',
    }),
  })
  .meta({ id: 'Problem' })
export type ProblemDetails = z.infer<typeof ProblemDetails>

export const problemMediaType = 'application/problem+json'
