import { Button, Textarea } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode, type RefObject } from 'react'
import {
  useCaptures,
  useCaseRecord,
  useNameOf,
  useProceedings,
  type CaseInFull,
} from '../casework/index.ts'
import { server } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'
import { Card, Moment, More, Unread } from '../surface/index.ts'
import type { Acting } from './acting.ts'
import styles from './case-page.module.css'
import { tellEvent, type Told } from './record-words.ts'

export type RecordCardProps = {
  kase: CaseInFull
  acting: Acting
  mayNote: boolean
  field: RefObject<HTMLTextAreaElement | null>
}

/** One thing that happened, to the case itself, to a capture of its offers, or under law. */
type Happening = Told & {
  key: string
  at: string
  who: string
  kind: 'case' | 'capture' | 'law'
  link?: ReactNode
}

/** All that happened, newest first: who reads only this can follow the case. */
export function RecordCard({ kase, acting, mayNote, field }: RecordCardProps): ReactNode {
  const { t } = useText()
  const record = useCaseRecord(kase.id)
  const happenings = useHappenings(kase, record)
  return (
    <Card title={t('case.record')} lead={t('case.record.lead')}>
      {mayNote && <NoteForm acting={acting} field={field} />}
      {!record.isSuccess && <Unread query={record} />}
      <ol className={styles.record}>
        {happenings.map(({ key, at, who, kind, words, said, link }) => (
          <li key={key} data-kind={kind}>
            <span className={styles.fine}>
              {who} · <Moment at={at} />
            </span>
            <div className="stranger">
              {words} {link}
            </div>
            {said !== undefined && said !== '' && (
              <p className={`${styles.said} stranger`}>{said}</p>
            )}
          </li>
        ))}
      </ol>
      <More pages={record} />
    </Card>
  )
}

function NoteForm({ acting, field }: Pick<RecordCardProps, 'acting' | 'field'>): ReactNode {
  const { t } = useText()
  const [text, setText] = useState('')
  const words = text.trim()
  const add = (event: FormEvent): void => {
    event.preventDefault()
    if (words === '') return
    acting.act({ act: 'note', text: words })
    setText('')
  }
  return (
    <form className={styles.note} onSubmit={add}>
      <Textarea
        ref={field}
        label={t('case.note.new')}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={words === ''}>
        {t('case.note.add')}
      </Button>
    </form>
  )
}

/** Proceedings of one case whose steps are told here in full. */
const mostProceedings = 5

function useHappenings(
  kase: CaseInFull,
  record: ReturnType<typeof useCaseRecord>,
): readonly Happening[] {
  const text = useText()
  const { t, word } = text
  const nameOf = useNameOf()
  const member = useMember()
  const { handleEvidence } = rightsOf(member)
  const of = { case: kase.id }
  const captures = useCaptures(of, handleEvidence)
  const proceedings = useProceedings(of)
  const begun = proceedings.data?.pages[0]?.items ?? []
  const steps = useQueries({
    queries: begun.slice(0, mostProceedings).map(({ id }) => ({
      queryKey: ['proceeding', id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        server.enforcement.read({ params: { id }, signal }),
    })),
  })
  const events = record.data?.pages.flatMap((page) => page.items) ?? []
  const ofCase = events.map((event): Happening => {
    const told = tellEvent(event, { text, nameOf, tasks: kase.tasks })
    const { by, at, position } = event
    const who = by.kind === 'person' ? nameOf(by.id) : t(`actor.${by.kind}`)
    const link = told.other && (
      <Link to="/cases/$id" params={{ id: told.other }}>
        {t('case-event.other-case')}
      </Link>
    )
    return { ...told, key: `event ${position}`, at, who, kind: 'case', ...(link && { link }) }
  })
  const kept = captures.data?.pages.flatMap((page) => page.items) ?? []
  const ofCaptures = kept.flatMap((capture): Happening[] => {
    const { id, url, operator, reason, requestedAt, endedAt, outcome, sentence } = capture
    const link = (
      <Link to="/captures/$id" params={{ id }} className="stranger">
        {url}
      </Link>
    )
    const asked: Happening = {
      ...{ key: `asked ${id}`, at: requestedAt, who: operator, kind: 'capture', link },
      ...{ words: t('case-event.capture-asked'), said: reason },
    }
    if (endedAt === null) return [asked]
    const how = word(`capture-outcome.${outcome ?? ''}`) ?? outcome ?? ''
    const ended: Happening = {
      ...{ key: `ended ${id}`, at: endedAt, who: t('product.name'), kind: 'capture', link },
      words: t('case-event.capture-ended', { how }),
      ...(capture.state === 'failed' && sentence !== null && { said: sentence }),
    }
    return [asked, ended]
  })
  const ofLaw = steps.flatMap(({ data }): Happening[] => {
    if (data === undefined) return []
    const { id, title, openedAt } = data
    const roles = new Map(data.roles.map((role) => [role.id, role.title]))
    const link = (
      <Link to="/proceedings/$id" params={{ id }} className="stranger">
        {title}
      </Link>
    )
    const first: Happening = {
      ...{ key: `begun ${id}`, at: openedAt, who: t('product.name'), kind: 'law', link },
      words: t('case-event.proceeding-begun'),
    }
    const rest = data.matters.flatMap((matter) =>
      matter.path.map((step, place): Happening => ({
        ...{ key: `${id} ${matter.id} ${place}`, at: step.at, kind: 'law', link },
        who: roles.get(step.role) ?? step.role,
        words: `${matter.name} ${matter.id}: ${step.title} → ${step.stateTitle}`,
      })),
    )
    return [first, ...rest]
  })
  // What lies before the events that are shown comes with them.
  const oldest = record.hasNextPage ? (ofCase.at(-1)?.at ?? '') : ''
  const others = [...ofCaptures, ...ofLaw].filter(({ at }) => at >= oldest)
  return [...ofCase, ...others].sort((one, other) => (one.at < other.at ? 1 : -1))
}
