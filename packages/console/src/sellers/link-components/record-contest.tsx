import { Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ConfirmButton, DraftRestored, useKeptDraft } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { useRecordContest } from './queries.ts'

/** Records what a seller says against a link; nothing for people who may not. */
export function RecordContest({
  account,
  other,
  label,
  of,
}: {
  /** The account of the seller who contests. */
  account: string
  other: string
  /** Default: one that needs no names. */
  label?: string
  /** The name of the other account, among several. */
  of?: string
}): ReactNode {
  const { t } = useText()
  const member = useMember()
  const record = useRecordContest()
  const draft = useKeptDraft(
    { author: member.person.id, about: `link-contest ${account} ${other}` },
    { text: '' },
  )
  const { text } = draft.value
  if (!permissionsOf(member).judgeLinks) return null
  return (
    <ConfirmButton
      label={label ?? t('link-contest.record')}
      {...(of !== undefined && { of })}
      title={t('link-contest.record.title')}
      text={t('link-contest.record.text')}
      button={{ variant: 'default', size: 'compact-sm' }}
      ready={text.trim() !== ''}
      run={async () => {
        await record.mutateAsync({ account, other, text: text.trim() })
        draft.clear()
      }}
    >
      <Textarea
        label={t('link-contest.text')}
        description={t('link-contest.text.hint')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        value={text}
        onChange={({ currentTarget }) => draft.setValue({ text: currentTarget.value })}
      />
      <DraftRestored draft={draft} />
    </ConfirmButton>
  )
}
