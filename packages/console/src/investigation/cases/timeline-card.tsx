import { Button, Textarea } from '@mantine/core'
import type { FormEvent, ReactNode, RefObject } from 'react'
import type { CaseDetailView } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import {
  Card,
  DraftRestored,
  Moment,
  More,
  QueryStatus,
  useKeptDraft,
  StoredSentence,
} from '../../components/index.ts'
import type { CaseActions } from './use-case-actions.ts'
import styles from './case-page.module.css'
import { useTimeline, useTimelineItems } from './timeline.tsx'

export type RecordCardProps = {
  kase: CaseDetailView
  acting: CaseActions
  mayNote: boolean
  field: RefObject<HTMLTextAreaElement | null>
}

/** The complete history, newest first: enough on its own to follow the case. */
export function RecordCard({ kase, acting, mayNote, field }: RecordCardProps): ReactNode {
  const { t } = useText()
  const record = useTimeline(kase.id)
  const happenings = useTimelineItems(kase, record.data?.pages ?? [])
  return (
    <Card title={t('case.timeline')} lead={t('case.timeline.description')}>
      {mayNote && <NoteForm kase={kase} acting={acting} field={field} />}
      {!record.isSuccess && <QueryStatus query={record} />}
      <ol className={styles.record}>
        {happenings.map(({ key, at, who, kind, words, said, link }) => (
          <li key={key} data-kind={kind}>
            <span className={styles.fine}>
              {who} · <Moment at={at} />
            </span>
            <div className="stranger">
              {words}
              {kind === 'notice' ? ' · ' : ' '}
              {link}
            </div>
            {said !== undefined && said !== '' && (
              <p className={`${styles.said} stranger`}>
                <StoredSentence text={said} byPeople />
              </p>
            )}
          </li>
        ))}
      </ol>
      <More pages={record} />
    </Card>
  )
}

function NoteForm({
  kase,
  acting,
  field,
}: Pick<RecordCardProps, 'kase' | 'acting' | 'field'>): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  const draft = useKeptDraft({ author: person.id, about: `case-note ${kase.id}` }, { text: '' })
  const { text } = draft.value
  const words = text.trim()
  const add = (event: FormEvent): void => {
    event.preventDefault()
    if (words === '') return
    // A refused note stays in the field and on the device.
    acting.run({ type: 'note', text: words }).then(draft.clear, () => undefined)
  }
  return (
    <form className={styles.note} onSubmit={add}>
      <DraftRestored draft={draft} />
      <Textarea
        ref={field}
        label={t('case.note.new')}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={10_000}
        value={text}
        onChange={({ currentTarget }) => draft.setValue({ text: currentTarget.value })}
      />
      <Button type="submit" variant="default" disabled={words === '' || acting.isPending}>
        {t('case.note.add')}
      </Button>
    </form>
  )
}
