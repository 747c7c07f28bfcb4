import { Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card } from '../../surface/index.ts'
import type { PartProps } from './draft-page.tsx'

/** Facts that hold for every offer. */
export function SharedFactsCard({ writing: { draft, change }, said }: PartProps): ReactNode {
  const { t } = useText()
  return (
    <Card title={t('notice.words')} lead={t('notice.words.lead')}>
      <Textarea
        label={t('notice.words.all')}
        description={t('notice.words.all.hint')}
        autosize
        minRows={3}
        maxRows={16}
        maxLength={10_000}
        value={draft.reasons}
        onChange={({ currentTarget }) => change({ reasons: currentTarget.value })}
      />
      {said('words')}
    </Card>
  )
}
