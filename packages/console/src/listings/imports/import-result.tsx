import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, VerdictMark, verdictOrder } from '../../components/index.ts'
import type { FileResult } from './use-import.ts'

export function ImportResult({ result }: { result: FileResult }): ReactNode {
  const { t, number } = useText()
  const { taken, failed, states, verdicts, format } = result
  return (
    <Card
      title={t('import.done', { count: taken })}
      lead={t('import.done.description', {
        format,
        failed,
        changed: states.changed,
        unchanged: states.unchanged,
      })}
      actions={
        <Button renderRoot={(props) => <Link to="/listings" {...props} />}>
          {t('import.view-listings')}
        </Button>
      }
    >
      <Columns caption={t('queue.verdict')} heads={[t('queue.verdict'), t('import.listings')]}>
        {verdictOrder.map((verdict) => (
          <tr key={verdict}>
            <td>
              <VerdictMark verdict={verdict} />
            </td>
            <td className="figures">{number(verdicts[verdict])}</td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}
