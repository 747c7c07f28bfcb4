import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Card, Columns } from './page.tsx'

export type Fault = { row: number; line: number; pointer: string; message: string }
export type FaultsProps = { title: string; faults: readonly Fault[]; fileName: string }

/** What is wrong with single rows of a file, to read here and to take along. */
export function Faults({ title, faults, fileName }: FaultsProps): ReactNode {
  const { t } = useText()
  if (faults.length === 0) return null
  return (
    <Card
      title={title}
      lead={t('faults.lead', { count: faults.length })}
      actions={
        <Button size="compact-sm" variant="default" onClick={() => download(faults, fileName)}>
          {t('faults.download')}
        </Button>
      }
    >
      <Columns caption={title} heads={[t('faults.line'), t('faults.field'), t('faults.message')]}>
        {faults.map(({ row, line, pointer, message }, index) => (
          <tr key={index}>
            <td className="figures">{line || row}</td>
            <td className="stranger">{pointer || '–'}</td>
            <td className="stranger">{message}</td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}

function download(faults: readonly Fault[], fileName: string): void {
  const rows = [['row', 'line', 'pointer', 'message'], ...faults.map(rowOf)]
  const text = rows.map((cells) => cells.map(cellOf).join(',')).join('\r\n')
  const address = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${fileName.replace(/\.[^.]*$/, '')}-rejects.csv`
  link.click()
  URL.revokeObjectURL(address)
}

function rowOf({ row, line, pointer, message }: Fault): string[] {
  return [String(row), String(line), pointer, message]
}

/** Spreadsheets run what begins like a formula (OWASP, CSV injection): a quote before it says text. */
function cellOf(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${plain.replaceAll('"', '""')}"`
}
