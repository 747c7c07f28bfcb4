import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Moment, Refused, QueryStatus } from '../../components/index.ts'
import type { StoredMapping } from './mapping-rules.ts'

/** Mappings that apply to future files; each can be deleted. */
export function SettledMappings(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const mappings = useQuery({
    queryKey: ['import mappings'],
    queryFn: async ({ signal }) => (await server.imports.mappings({ signal })).items,
  })
  const forget = useMutation({
    mutationFn: (signature: string) => server.imports.forgetMapping({ params: { signature } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['import mappings'] }),
  })
  if (!mappings.isSuccess) return <QueryStatus query={mappings} />
  if (mappings.data.length === 0) return null
  return (
    <Card title={t('import.saved-mappings')} lead={t('import.saved-mappings.description')}>
      <Refused error={forget.error} />
      <Columns
        caption={t('import.saved-mappings')}
        wide
        heads={[
          t('import.columns'),
          t('import.constants'),
          t('import.saved-mappings.changed'),
          t('state.actions'),
        ]}
      >
        {mappings.data.map((one) => (
          <tr key={one.signature}>
            <td className="stranger">{one.headers.join(', ').slice(0, 200)}</td>
            <td className="stranger">{constantsOf(one)}</td>
            <td>
              <Moment at={one.changedAt} />
            </td>
            <td>
              <Button
                size="compact-xs"
                variant="default"
                loading={forget.isPending && forget.variables === one.signature}
                aria-label={t('import.delete-mapping.of', {
                  columns: one.headers.slice(0, 3).join(', '),
                })}
                onClick={() => forget.mutate(one.signature)}
              >
                {t('import.delete-mapping')}
              </Button>
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}

function constantsOf({ mapping: { marketplace, currency, language } }: StoredMapping): string {
  const parts = [marketplace, currency, language].filter((one) => one !== undefined)
  return parts.length === 0 ? '–' : parts.join(', ')
}
