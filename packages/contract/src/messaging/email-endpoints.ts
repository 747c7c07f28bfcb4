import { z } from 'zod'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

/** `uncertain`: it had begun to go out when its process ended or the server fell silent. */
export const messageStates = [
  'queued',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'cancelled',
] as const
export type MessageState = (typeof messageStates)[number]

export const Message = z
  .object({
    id: z.uuid(),
    subject: z.string(),
    toHost: z.string().meta({ description: 'The host of the reader’s address.' }),
    about: z.object({ kind: z.string(), id: z.string() }),
    state: z.enum(messageStates).meta({
      description:
        'An uncertain one may have arrived: nothing sends it again but a person, under the same Message-ID.',
    }),
    answer: z
      .string()
      .nullable()
      .meta({ description: 'What the server said last, as it said it.' }),
    tries: z.int(),
    createdAt: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable().meta({ description: 'When it is tried next.' }),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>

export const MessageInFull = Message.extend({
  to: z.string(),
  text: z.string(),
  attachments: z.array(
    z.object({ name: z.string(), type: z.string(), bytes: z.int(), sha256: z.string() }),
  ),
}).meta({ id: 'MessageInFull' })
export type MessageInFull = z.infer<typeof MessageInFull>

const params = z.strictObject({ id: z.uuid() })

export const messageEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/messages',
    summary: 'The messages that left the organisation, or wait to, newest first',
    access: 'person',
    query: PageQuery.extend({
      kind: z.string().min(1).max(40).optional(),
      about: z.string().min(1).max(100).optional().meta({
        description: 'With `kind`: those about this thing alone.',
      }),
    }),
    answer: pageOf(Message).extend({
      waitsFor: z.string().nullable().meta({ description: 'Why nothing is sent now, if so.' }),
    }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/messages/:id',
    summary: 'One message with its text; the reading stands in the log',
    access: 'person',
    records: true,
    params,
    answer: MessageInFull,
  }),
  resend: endpoint({
    method: 'POST',
    path: '/api/v1/messages/:id/resend',
    summary: 'Sends again one that failed or is uncertain, under the same Message-ID',
    access: 'person',
    params,
    answer: Message,
  }),
  cancel: endpoint({
    method: 'POST',
    path: '/api/v1/messages/:id/cancel',
    summary: 'Takes back one that waits',
    access: 'person',
    params,
    answer: Message,
  }),
}
