import { z } from 'zod'
import { action, plainActionInput } from '../api/action.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

/** `uncertain`: sending had started when the process ended or the server stopped responding. */
export const messageStates = [
  'queued',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'cancelled',
] as const
export type MessageState = (typeof messageStates)[number]

export const MessageView = z
  .object({
    id: z.uuid(),
    subject: z.string(),
    toHost: z.string().meta({ description: 'Host of the recipient’s address.' }),
    about: z.object({ kind: z.string(), id: z.string() }),
    state: z.enum(messageStates).meta({
      description:
        '`uncertain` messages may have arrived: only a person can resend them, under the same Message-ID.',
    }),
    answer: z
      .string()
      .nullable()
      .meta({ description: 'Last response of the mail server, verbatim.' }),
    tries: z.int(),
    createdAt: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable().meta({ description: 'Time of the next attempt.' }),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'MessageView' })
export type MessageView = z.infer<typeof MessageView>

export const MessageDetailView = MessageView.extend({
  to: z.string(),
  text: z.string(),
  attachments: z.array(
    z.object({ name: z.string(), type: z.string(), bytes: z.int(), sha256: z.string() }),
  ),
}).meta({ id: 'MessageDetailView' })
export type MessageDetailView = z.infer<typeof MessageDetailView>

const MessageAction = z
  .discriminatedUnion('type', [action('resend', {}), action('cancel', {})])
  .meta({ id: 'MessageAction' })

const params = z.strictObject({ id: z.uuid() })

export const messageEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/messages',
    summary: 'List sent and queued messages, newest first',
    access: 'person',
    query: PageQuery.extend({
      kind: z.string().min(1).max(40).optional(),
      about: z.string().min(1).max(100).optional().meta({
        description: 'With `kind`: only messages about this object.',
      }),
    }),
    response: pageOf(MessageView).extend({
      waitsFor: z.string().nullable().meta({ description: 'Why nothing is being sent, if so.' }),
    }),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/messages/:id',
    summary: 'Retrieve a message with its text; the access is recorded in the audit log',
    access: 'person',
    records: true,
    params,
    response: MessageDetailView,
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/messages/:id/actions',
    summary:
      'Resend a failed or uncertain message under the same Message-ID, or cancel a queued one',
    access: 'person',
    params,
    body: plainActionInput('MessageActionInput', MessageAction),
    response: MessageView,
  }),
}
