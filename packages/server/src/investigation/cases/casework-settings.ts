import { randomUUID } from 'node:crypto'
import type {
  CaseQueueView,
  CaseQueueInput,
  CaseTemplateView,
  CaseTemplateContent,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { brandsOf } from '../../access/organisations/index.ts'
import { AppError, requireVersion, versionMismatch } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  countQueues,
  insertQueue,
  insertTemplate,
  newestTemplates,
  queuesIn,
  updateQueue,
  versionsOfTemplate,
  type CaseTemplateRow,
} from './casework-settings-repository.ts'
import { mayArrangeCases } from './policy.ts'
import { requireReader, type ServiceInput, type UserActor } from './case-events.ts'
import type { QueueRow } from './queue-rules.ts'
import { membershipOf } from './repository.ts'

/** Templates of cases in their newest versions. */
export async function listTemplates({
  handle,
  actor,
}: ServiceInput): Promise<Outgoing<CaseTemplateView>[]> {
  return newestTemplates(handle, requireReader(actor).organisationId)
}

export async function templateVersions({
  handle,
  actor,
  id,
}: ServiceInput & { id: string }): Promise<Outgoing<CaseTemplateView>[]> {
  requireReader(actor)
  const versions = await versionsOfTemplate(handle, id)
  if (versions.length > 0) return versions
  throw noTemplate(id, '/id')
}

/** Writes the first version of a template, or the one after the version that the caller read. */
export async function saveTemplate({
  handle,
  actor,
  input,
}: ServiceInput & {
  input: {
    template: CaseTemplateContent
    after?: { id: string; version: number; retired: boolean }
  }
}): Promise<Outgoing<CaseTemplateView>> {
  const { organisationId } = arrangerOf(actor)
  const { template, after } = input
  const id = after?.id ?? randomUUID()
  const version = (after?.version ?? 0) + 1
  if (after !== undefined) {
    const [newest] = await versionsOfTemplate(handle, id)
    if (newest === undefined) throw noTemplate(id, '/id')
    requireVersion('the template', newest, after.version)
  }
  const row = { id, version, organisationId, template, retired: after?.retired ?? false }
  const isNew = await insertTemplate(handle, row)
  const [written] = await versionsOfTemplate(handle, id)
  if (written === undefined) throw noTemplate(id, '/id')
  if (!isNew) {
    const expectedVersion = version - 1
    throw versionMismatch({ subject: 'the template', current: written, expectedVersion })
  }
  const action = 'case-template-written'
  const subject = { kind: 'case-template', id } as const
  await recordEvent({ handle, organisationId, action, subject, detail: { version } })
  return written
}

/** The template for opening cases; a retired one is refused. */
export async function requireTemplate(
  { handle }: Pick<ServiceInput, 'handle'>,
  id: string,
): Promise<CaseTemplateRow> {
  const [newest] = await versionsOfTemplate(handle, id)
  if (newest === undefined) throw noTemplate(id, '/template')
  if (!newest.retired) return newest
  const message = `template ${id} is retired: open the case with another, or with none`
  throw new AppError({ code: 'template-retired', message, pointer: '/template' })
}

/** The queues in the order in which their rules apply, with their number of open cases. */
export async function listQueues({
  handle,
  actor,
}: ServiceInput): Promise<Outgoing<CaseQueueView>[]> {
  const { organisationId } = requireReader(actor)
  const queues = await queuesIn(handle, organisationId)
  const asked = { organisationId, only: brandsOf(actor), now: new Date() }
  const counts = queues.length === 0 ? [] : await countQueues(handle, asked)
  return queues.map((queue) => shownQueue(queue, counts))
}

/** Creates a queue, or changes the one with this id. */
export async function setQueue({
  handle,
  actor,
  input,
}: ServiceInput & { input: { queue: CaseQueueInput; id?: string } }): Promise<
  Outgoing<CaseQueueView>
> {
  const person = arrangerOf(actor)
  const { organisationId } = person
  const { queue, id = randomUUID() } = input
  await refuseAssignee({ handle, actor }, person, queue)
  const kept = { ...queue, id, organisationId }
  if (input.id === undefined) await insertQueue(handle, kept)
  else if (!(await updateQueue(handle, kept))) throw noQueue(id, '/id')
  const subject = { kind: 'case-queue', id } as const
  const detail = { name: queue.name }
  await recordEvent({ handle, organisationId, action: 'case-queue-set', subject, detail })
  return shownQueue(
    kept,
    await countQueues(handle, { organisationId, only: brandsOf(actor), now: new Date() }),
  )
}

async function refuseAssignee(
  { handle }: ServiceInput,
  { organisationId }: UserActor,
  { assignee, assignHours }: CaseQueueInput,
): Promise<void> {
  const pointer = '/assignee'
  if (assignee === null) {
    if (assignHours === null) return
    const message = '/assignHours needs /assignee'
    throw new AppError({ code: 'assignee-missing', message, pointer })
  }
  const member = await membershipOf(handle, organisationId, assignee)
  if (member?.roles.some((role) => role !== 'auditor') === true) return
  const message = `${assignee} is not a member who works on cases`
  throw new AppError({
    code: member === undefined ? 'not-found' : 'assignee-unsuitable',
    message,
    pointer,
  })
}

function shownQueue(
  { organisationId: _, ...queue }: QueueRow,
  counts: Awaited<ReturnType<typeof countQueues>>,
): Outgoing<CaseQueueView> {
  const { open = 0, breached = 0 } = counts.find(({ id }) => id === queue.id) ?? {}
  return { ...queue, open, breached }
}

export function noQueue(id: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no queue ${id}`, pointer })
}

function noTemplate(id: string, pointer: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no template ${id}`, pointer })
}

function arrangerOf(actor: ServiceInput['actor']): UserActor {
  if (mayArrangeCases(actor)) return actor
  const message = 'only admins can change templates and queues'
  throw new AppError({ code: 'permission-required', message })
}
