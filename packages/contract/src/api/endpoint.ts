import { z } from 'zod'
import { EncodingReading } from '../listings/file-encoding.ts'
import { maxRowValues } from '../validation-faults.ts'
import { problemClasses, type ProblemClass } from '../problem-classes.ts'
import { type ErrorCode } from '../problem-types.ts'
import type { Scope } from '../access/organisation.ts'

/**
 * Who may call: everybody; whoever is signed in; persons and no machine; persons whose sign-in still
 * lacks a step as well; or machine keys with this scope and persons, whom the policy of the room
 * judges.
 */
export type Access = 'open' | 'signed-in' | 'person' | 'session' | Scope

/** One address of the HTTP interface: validation, documentation and client all come from it. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `:name` stands for a parameter. */
  path: `/${string}`
  summary: string
  description?: string
  access: Access
  /**
   * True where it concerns the whole organisation: refused to members and keys that are limited to brands or
   * territories, before anything of the request is read.
   */
  wholeOrganisation?: true
  params?: z.ZodObject
  query?: z.ZodObject
  /** Names in small letters. */
  headers?: z.ZodObject
  body?: z.ZodType
  /** Content types in which the body may come; application/json where nothing is said. */
  bodyTypes?: readonly string[]
  /** Bytes of a body of JSON or NDJSON. Needed where everybody may call; elsewhere `bodyLimits.usual`. */
  bodyLimit?: number
  /** Values of a body of JSON or NDJSON, of those that need a sign-in; `valueLimits.usual` where nothing is said. */
  valueLimit?: number
  /** Bytes of a body in one of the other `bodyTypes`, which is read as it comes. */
  fileLimit?: number
  /**
   * A GET that leaves a record in the audit log or elsewhere, hands out what a stranger uploaded or asks a
   * stranger's server: no page of another site may have a browser send it.
   */
  records?: true
  /** The room reads the body itself, row by row, or the file as it comes. */
  bodyReadBy?: 'leaf'
  /**
   * Texts of the body may hold null characters and half surrogate pairs: the room stores them as they came, or
   * without these. Of other endpoints such a text is refused by its place.
   */
  takesAnyText?: true
  /** Sends much at once: requests whose answer somebody waits for come first. */
  isBulk?: true
  /** What a 2xx brings. */
  answer: z.ZodType
  /** Content type of the answer where it is not application/json. */
  answerType?: string
  /** Status of success; the first is the usual one, 200 where nothing is said. */
  statuses?: readonly [number, ...number[]]
}

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** How large bodies may be, in bytes, by what they hold. */
export const bodyLimits = {
  /** Of an address that reads no body. */
  none: kibibyte,
  /** A sign-in, a token, a receipt, a code. */
  credentials: 16 * kibibyte,
  /** One text of a person, in any script. */
  letter: 64 * kibibyte,
  /** A notice of a stranger. */
  notice: 512 * kibibyte,
  /** Whatever says nothing else. */
  usual: mebibyte,
  /** A document of 10 MiB in base64. */
  document: 14 * mebibyte,
  /** One long record, or one picture or page. */
  long: 16 * mebibyte,
  /** An answer with documents of 20 MiB in base64. */
  answer: 28 * mebibyte,
  /** Thousands of rows. */
  batch: 64 * mebibyte,
  /** A file that is read as it comes. */
  file: 1024 * mebibyte,
} as const

/** How many members of objects and entries of lists a body of JSON may have: they cost more than bytes. */
export const valueLimits = {
  /** Of callers without a sign-in: a notice of 500 items of ten values each has that many. */
  open: 5000,
  /** Whatever says nothing else; a list of 10,000 ids fits. */
  usual: 12_000,
  /** One long document of a person, such as a lexicon or a notice on hundreds of listings. */
  long: 25_000,
  /** One listing with all that was read in its pictures, and more than it may have: the refusal names the member. */
  listing: 2 * maxRowValues,
  /** A whole catalog, of which each entry has at most as many values as a listing. */
  catalog: 1_000_000,
  /** Thousands of rows, of which each is refused by itself where it has too many. */
  rows: 5_000_000,
} as const

type Stated<E extends Endpoint> = E extends { access: 'open'; body: z.ZodType }
  ? { bodyLimit: number }
  : unknown

/** Describes one address, with its exact types; one that everybody may send a body to states how large it may be. */
export function endpoint<const E extends Endpoint>(description: E & Stated<E>): E {
  return description
}

/** What an address takes: bytes of JSON and of a file where it reads one, and values of JSON. */
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

/** The place in a list from which the next page goes on; a caller passes it back as it came. */
export const Cursor = z.string().min(1).max(500)

/** What a list can be asked: how many, and from where on. */
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

/** Who did something, as the log names him. */
export const ActingParty = z.object({
  kind: z.enum(['operator', 'person', 'key', 'recipient']),
  id: z.string(),
})

/** Nothing but success. */
export const Done = z.object({})

/** One field that is not as it must be. */
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

/** Every error: problem details of RFC 9457, with members of our own. */
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
