import { Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import type { PartProps } from './draft-page.tsx'

/** Facts common to all listings. */
export function SharedFactsCard({ writing: { draft, change }, said }: PartProps): ReactNode {
  const { t } = useText()
  return (
    <Card title={t('notice.statement')} lead={t('notice.statement.description')}>
      <Textarea
        label={t('notice.statement.shared')}
        description={t('notice.statement.shared.hint')}
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
