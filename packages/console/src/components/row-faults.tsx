import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { FaultText } from './fault-text.tsx'
import { Card, Columns } from './page.tsx'
import { rejectsCsv, type Fault } from './rejected-rows-csv.ts'
import { saveText } from './save-file.ts'

export type FaultsProps = {
  title: string
  faults: readonly Fault[]
  /** Total number, if only the first are listed. */
  total?: number
  fileName: string
}

const shownFaults = 100

/** Faults in rows of a file, to read or download. */
export function Faults({ title, faults, total = faults.length, fileName }: FaultsProps): ReactNode {
  const { t } = useText()
  if (faults.length === 0) return null
  const visibleFaults = faults.slice(0, shownFaults)
  return (
    <Card
      title={title}
      lead={
        total > visibleFaults.length
          ? t('faults.description.of', { count: visibleFaults.length, total, saved: faults.length })
          : t('faults.description', { count: total })
      }
      actions={
        <Button size="compact-sm" variant="default" onClick={() => download(faults, fileName)}>
          {t('faults.download')}
        </Button>
      }
    >
      <Columns caption={title} heads={[t('faults.line'), t('faults.field'), t('faults.message')]}>
        {visibleFaults.map(({ row, line, pointer, ...fault }, index) => (
          <tr key={index}>
            <td className="figures">{line || row}</td>
            <td className="stranger">{pointer || '–'}</td>
            <td className="stranger">
              <FaultText fault={fault} />
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}

function download(faults: readonly Fault[], fileName: string): void {
  saveText(rejectsCsv(faults), `${fileName.replace(/\.[^.]*$/, '')}-rejects.csv`, 'text/csv')
}
