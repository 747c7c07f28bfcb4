import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns } from '../../components/index.ts'
import type { FileResult } from './use-import.ts'

/** The values that could not be read in imported rows, with their text. */
export function UnreadValues({
  result: { unread, unreadRows },
}: {
  result: FileResult
}): ReactNode {
  const { t } = useText()
  if (unread.length === 0) return null
  return (
    <Card
      title={t('import.unread')}
      lead={t('import.unread.description')}
      actions={
        <Group gap="xs">
          {unread.map(({ field, count }) => (
            <Button
              key={field}
              size="compact-sm"
              variant="default"
              renderRoot={(props) => <Link to="/listings" search={{ unread: field }} {...props} />}
            >
              {t('import.unread.count', { field: t(`unread-field.${field}`), count })}
            </Button>
          ))}
        </Group>
      }
    >
      <Columns
        caption={t('import.unread')}
        heads={[t('faults.line'), t('import.field.id'), t('import.unread.text')]}
      >
        {unreadRows.map(({ row, line, id, listing, field, text, reason }) => (
          <tr key={`${row} ${field}`}>
            <td className="figures">{line || row}</td>
            <td className="stranger">
              <Link to="/listings/$id" params={{ id }}>
                {listing}
              </Link>
            </td>
            <td className="stranger">
              {t(`unread-reason.${reason}`, { field: t(`unread-field.${field}`), text })}
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}
