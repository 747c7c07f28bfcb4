import { z } from 'zod'
import { bodyLimits, endpoint } from '../api/endpoint.ts'
import { CodeText, CodeView } from './code-endpoints.ts'

const Device = z
  .string()
  .regex(/^[\w-]{22,64}$/)
  .meta({
    description:
      'A random number that a device keeps for this code alone, in base64url. Without it the scan counts for no alarm.',
  })
const Position = z
  .strictObject({
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
    accuracyKm: z.number().min(0).max(20_000),
    isFix: z.boolean().optional().meta({
      description:
        'Whether the device knew its place to less than 5 km, before it was rounded to a cell.',
    }),
    exact: z.boolean().default(false).meta({
      description: 'Otherwise only a cell of 20 km is stored.',
    }),
  })
  .meta({ id: 'ScanPositionInput' })
export type ScanPositionInput = z.infer<typeof Position>
const Country = z.string().regex(/^[A-Z]{2}$/)

export const scanSources = ['consumer', 'retail', 'officer'] as const
export type ScanSource = (typeof scanSources)[number]

/** A scan that someone else’s app or till made. */
export const ScanInput = z
  .strictObject({
    code: CodeText,
    at: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'Defaults to now; not in the future, and at most 400 days ago.' }),
    source: z.enum(scanSources).default('consumer'),
    device: Device.optional(),
    position: Position.optional(),
    country: Country.optional(),
    counter: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Of a tag that counts how often it was read.' }),
  })
  .meta({ id: 'ScanInput' })
export type ScanInput = z.infer<typeof ScanInput>

/** What a check may answer. None of them says that goods are genuine, or that they are not. */
export const checkAnswers = [
  'issued',
  'asked-before',
  'copies-suspected',
  'public',
  'recalled',
  'withdrawn',
  'unknown',
  'mistyped',
  'no-serial',
  'not-covered',
  'unreadable',
] as const
export type CheckAnswer = (typeof checkAnswers)[number]

export const CheckInput = z
  .strictObject({
    code: CodeText,
    device: Device.optional(),
    position: Position.optional(),
    country: Country.optional(),
  })
  .meta({ id: 'CheckInput' })
export type CheckInput = z.infer<typeof CheckInput>

export const CheckView = z
  .object({
    answer: z.enum(checkAnswers).meta({
      description:
        'What the maker knows of the code. `withdrawn`: recorded as stolen or destroyed. `not-covered`: no organisation here issues such numbers. `no-serial`: the code names a product, and no unit of it.',
    }),
    maker: z.string().nullable().meta({ description: 'Who issues these numbers, if known.' }),
    gtin: z.string().nullable(),
    serial: z.string().nullable(),
    batch: z.string().nullable(),
    askedBefore: z.int().meta({
      description: 'How many other devices asked about the code, counted up to 33.',
    }),
    recordedAt: z.iso.datetime().nullable().meta({
      description: 'When the unit was recalled or withdrawn.',
    }),
    alerts: z
      .array(z.object({ title: z.string(), text: z.string(), publishedAt: z.iso.datetime() }))
      .meta({ description: 'Alerts by the maker about these goods that were not withdrawn.' }),
  })
  .meta({ id: 'CheckView' })
export type CheckView = z.infer<typeof CheckView>

/** Scans of codes, and the check that is open to everyone. */
export const scanEndpoints = {
  record: endpoint({
    method: 'POST',
    path: '/api/v1/scans',
    summary: 'Record a scan of a code, and return what is now known of the code',
    access: 'scans:write',
    wholeOrganisation: true,
    body: ScanInput,
    response: CodeView,
    statuses: [201],
  }),
  readPhoto: endpoint({
    method: 'POST',
    path: '/api/v1/code-photos',
    summary: 'Read the code in a photo',
    description:
      'For browsers that read no codes themselves. The photo is stored nowhere; the code can be sent to a check.',
    access: 'open',
    bodyLimit: bodyLimits.usual,
    body: z.strictObject({
      photo: z.base64().min(4).meta({ description: 'JPEG, PNG or WebP.' }),
    }),
    response: z.object({
      code: z.string().nullable().meta({ description: 'Null if the photo shows no code.' }),
    }),
  }),
  check: endpoint({
    method: 'POST',
    path: '/api/v1/checks',
    summary: 'Ask what the maker of goods knows of their code',
    description:
      'The answer never says that goods are genuine or fake: a copy of goods has a copy of their code. No address is stored.',
    access: 'open',
    bodyLimit: bodyLimits.credentials,
    body: CheckInput,
    response: CheckView,
  }),
}
