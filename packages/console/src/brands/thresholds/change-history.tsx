import { Button } from '@mantine/core'
import type { Thresholds } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, Columns, Moment, More, Refused, QueryStatus } from '../../components/index.ts'
import { useChange, useChanges, type Change } from './queries.ts'

/** Who changed thresholds, when and why; changes still in force can be undone. */
export function Changes(): ReactNode {
  const { t } = useText()
  const changes = useChanges()
  const { undo } = useChange()
  const { person, organisation } = useMember()
  if (!changes.isSuccess) return <QueryStatus query={changes} />
  const items = changes.data.pages.flatMap((page) => page.items)
  const { brands } = organisation
  const mayUndo = ({ brand }: Change): boolean =>
    permissionsOf({ organisation }).setThresholds &&
    (brands.length === 0 || (brand !== null && brands.includes(brand)))
  const holds = (change: Change): boolean =>
    items.find(({ brand }) => brand === change.brand) === change
  return (
    <Card title={t('thresholds.changes')} lead={t('thresholds.changes.description')}>
      <Refused error={undo.error} />
      {items.length === 0 ? (
        t('thresholds.changes.none')
      ) : (
        <Columns
          caption={t('thresholds.changes')}
          heads={[
            t('audit-log.time'),
            t('audit-log.actor'),
            t('brand.name'),
            t('thresholds.move.from'),
            t('thresholds.move.to'),
            t('thresholds.note'),
            t('state.actions'),
          ]}
        >
          {items.map((change) => (
            <tr key={change.id}>
              <td>
                <Moment at={change.at} />
              </td>
              <td>
                {change.actor.id === person.id ? (
                  t('audit-log.you')
                ) : (
                  <code>{change.actor.id.slice(0, 8)}</code>
                )}
              </td>
              <td className="stranger">{change.brand ?? t('thresholds.standard')}</td>
              <td className="figures">
                <ThresholdValues thresholds={change.before} />
              </td>
              <td className="figures">
                <ThresholdValues thresholds={change.after} />
              </td>
              <td className="stranger">
                {change.undoes === null
                  ? (change.note ?? '–')
                  : t('thresholds.undone', { version: change.undoes })}
              </td>
              <td>
                {holds(change) && mayUndo(change) && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    loading={undo.isPending}
                    aria-label={t('thresholds.undo-of', {
                      name: change.brand ?? t('thresholds.standard'),
                    })}
                    onClick={() => undo.mutate({ brand: change.brand, version: change.version })}
                  >
                    {t('thresholds.undo')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Columns>
      )}
      <More pages={changes} />
    </Card>
  )
}

function ThresholdValues({ thresholds }: { thresholds: Thresholds | null }): ReactNode {
  const { t } = useText()
  if (thresholds === null) return t('thresholds.none')
  const { askProof, review, block } = thresholds
  return t('thresholds.values', { askProof, review, block })
}
