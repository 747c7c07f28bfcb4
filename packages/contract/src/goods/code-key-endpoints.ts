import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { endpoint } from '../api/endpoint.ts'
import { text } from '../text.ts'

const time = z.iso.datetime()

export const codeKeyStates = ['in-use', 'retired', 'revoked'] as const
export type CodeKeyState = (typeof codeKeyStates)[number]

export const CodeKeyView = z
  .object({
    id: z.string().meta({ description: 'SHA-256 of the public key, in hexadecimal.' }),
    publicKey: z.string().meta({ description: 'Ed25519, in PEM.' }),
    state: z.enum(codeKeyStates).meta({
      description:
        '`retired`: replaced by another; its signatures remain valid. `revoked`: its signatures prove nothing.',
    }),
    madeAt: time,
    retiredAt: time.nullable(),
    revokedAt: time.nullable(),
    logIndex: z.int().meta({
      description: 'The position in the evidence log of the statement whose key it is.',
    }),
  })
  .meta({ id: 'CodeKeyView' })
export type CodeKeyView = z.infer<typeof CodeKeyView>

export const NewCodeKeyView = CodeKeyView.extend({
  privateKey: z.string().nullable().meta({
    description: 'In PEM, if you hold it: it is returned once, and stored nowhere.',
  }),
}).meta({ id: 'NewCodeKeyView' })

export const CodeKeyInput = z
  .strictObject({
    heldBy: z.enum(['server', 'maker']).default('server').meta({
      description:
        '`server`: the private key is stored encrypted and signs over HTTP. `maker`: you get it once, and sign with `touchstone codes sign`.',
    }),
  })
  .meta({ id: 'CodeKeyInput' })

export const CodeKeyAction = action('revoke', {})

export const maxSignedCodes = 1000

/** Listed serials are stored as digests, so that they have to be named. */
export const SigningInput = z
  .strictObject({
    serials: z.array(text(20)).min(1).max(maxSignedCodes).optional().meta({
      description: 'Serials of the batch; otherwise those from `from` on.',
    }),
    from: z.int().min(0).max(1_000_000_000).default(0),
    limit: z.int().min(1).max(maxSignedCodes).default(100),
  })
  .meta({ id: 'SigningInput' })
export type SigningInput = z.input<typeof SigningInput>

export const SignedCodesView = z
  .object({
    key: z.string(),
    codes: z.array(
      z.object({
        serial: z.string(),
        link: z.string().meta({ description: 'The Digital Link with its signature.' }),
      }),
    ),
    next: z.int().nullable().meta({ description: 'The `from` of the next page; null at the end.' }),
  })
  .meta({ id: 'SignedCodesView' })

export const PublishedCodeKeysView = z
  .object({
    statement: z.string().meta({
      description:
        'Canonical JSON: `{type, by, at, keys: [{key, publicKey, holder, prefixes, since, retiredAt, revokedAt, logIndex}]}`.',
    }),
    signature: z.base64().meta({ description: 'Ed25519 over the UTF-8 bytes of the statement.' }),
    publicKey: z.string().meta({ description: 'The key of the evidence log, in PEM.' }),
  })
  .meta({ id: 'PublishedCodeKeysView' })
export type PublishedCodeKeysView = z.infer<typeof PublishedCodeKeysView>

/** Keys with which makers sign their codes. */
export const codeKeyEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/code-keys',
    summary: 'List the organisation’s current and earlier keys for codes, newest first',
    access: 'codes:read',
    wholeOrganisation: true,
    response: z.object({ items: z.array(CodeKeyView) }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/v1/code-keys',
    summary: 'Create a key for codes, which replaces the current one',
    description: 'The replaced private key is deleted. Codes that it signed remain signed.',
    access: 'person',
    wholeOrganisation: true,
    body: CodeKeyInput,
    response: NewCodeKeyView,
    statuses: [201],
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/code-keys/:id/actions',
    summary: 'Revoke a key for codes, whose signatures then prove nothing',
    description: 'For a private key that others may have. It cannot be undone.',
    access: 'person',
    wholeOrganisation: true,
    params: z.object({ id: z.string() }),
    body: plainActionInput('CodeKeyActionInput', CodeKeyAction),
    response: CodeKeyView,
  }),
  sign: endpoint({
    method: 'POST',
    path: '/api/v1/code-batches/:id/signed-codes',
    summary: 'Sign codes of a batch',
    description:
      'A signature says that you wrote the code, and never that goods are genuine: a copied code has a copied signature.',
    access: 'codes:write',
    wholeOrganisation: true,
    params: z.object({ id: z.string() }),
    body: SigningInput,
    response: SignedCodesView,
    statuses: [201],
  }),
  published: endpoint({
    method: 'GET',
    path: '/api/v1/published-code-keys',
    summary:
      'Retrieve the signed list of all makers’ keys for codes, with which anyone can verify codes offline',
    access: 'open',
    response: PublishedCodeKeysView,
  }),
}
