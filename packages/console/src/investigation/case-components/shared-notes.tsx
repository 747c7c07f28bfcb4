import { Button, Modal, Stack, Textarea } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { pagination, placed, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { FormEnd, Moment, More, QueryStatus } from '../../components/index.ts'
import type { SharedNoteView } from './casework-settings-queries.ts'
import styles from './related-lists.module.css'

/** Notes of one case, on one listing, or all received from others. */
type NotesOf = { case: string } | { listing: string } | 'others'

export const notesKey = ['shared notes'] as const

function useSharedNotes(of: NotesOf) {
  return useInfiniteQuery({
    ...pagination,
    queryKey: [...notesKey, of],
    queryFn: ({ pageParam, signal }) => {
      const page = { limit: 50, ...placed(pageParam) }
      if (of !== 'others' && 'case' in of)
        return server.casework.notes({ params: { id: of.case }, query: page, signal })
      const query = { ...page, ...(of !== 'others' && { listing: of.listing }) }
      return server.casework.received({ query, signal })
    },
  })
}

export type SharedNotesProps = {
  of: NotesOf
  /** Shown when there are no notes; if omitted, nothing is rendered. */
  none?: ReactNode
}

/** Notes exchanged between the two sides of a listing, newest first. */
export function SharedNotes({ of, none }: SharedNotesProps): ReactNode {
  const { t } = useText()
  const notes = useSharedNotes(of)
  const rights = permissionsOf(useMember())
  const [answered, setAnswered] = useState<SharedNoteView>()
  if (!notes.isSuccess) return <QueryStatus query={notes} />
  const items = notes.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return none ?? null
  return (
    <>
      <ul className={styles.notes} aria-label={t('case.notes')}>
        {items.map((note) => (
          <li key={note.id} data-own={note.own}>
            <span className={styles.fine}>
              <strong>{note.own ? t('case.note.own') : note.from}</strong>
              {note.answerTo !== null && ` · ${t('case.note.answer')}`} ·{' '}
              <Link to="/listings/$id" params={{ id: note.listing }} className="stranger">
                {note.externalId}
              </Link>{' '}
              · {note.brand} · <Moment at={note.at} />
            </span>
            <p className="stranger">{note.text}</p>
            {!note.own && rights.workOnCases && (
              <Button size="compact-xs" variant="subtle" onClick={() => setAnswered(note)}>
                {t('case.note.reply')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <More pages={notes} />
      <Modal
        opened={answered !== undefined}
        onClose={() => setAnswered(undefined)}
        title={t('case.note.reply.title', { from: answered?.from ?? '' })}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {answered && <ReplyForm note={answered} onClose={() => setAnswered(undefined)} />}
      </Modal>
    </>
  )
}

function ReplyForm({ note, onClose }: { note: SharedNoteView; onClose: () => void }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const words = text.trim()
  const reply = useMutation({
    mutationFn: () => server.casework.reply({ params: { id: note.id }, body: { text: words } }),
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: notesKey })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    reply.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <p className="stranger">{note.text}</p>
        <p>{t('case.note.share.text')}</p>
        <Textarea
          label={t('case.note.answer')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={5000}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <FormEnd
          error={reply.error}
          isPending={reply.isPending}
          ready={words !== ''}
          onLeave={onClose}
        >
          {t('case.note.share.submit')}
        </FormEnd>
      </Stack>
    </form>
  )
}
