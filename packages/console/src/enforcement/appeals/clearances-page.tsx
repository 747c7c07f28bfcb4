import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server, useBrandName, useMarketplaceName } from '../../connection/index.ts'
import { ClearanceMark, useClearances, type Clearance } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  Columns,
  Empty,
  Moment,
  Page,
  saveJson,
  Paged,
} from '../../components/index.ts'
import styles from './appeals.module.css'
import { AppealTabs } from './tabs.tsx'

export function ClearancesPage(): ReactNode {
  const { t } = useText()
  const clearances = useClearances({})
  return (
    <Page title={t('clearances.title')} lead={t('clearances.description')}>
      <AppealTabs here="clearances" />
      <Card>
        <Paged
          pages={clearances}
          empty={<Empty title={t('clearances.empty')}>{t('clearances.empty.text')}</Empty>}
        >
          {(items) => (
            <Columns
              caption={t('clearances.title')}
              heads={[
                t('appeal.seller'),
                t('clearance.brand'),
                t('clearance.right'),
                t('clearance.product'),
                t('clearances.state'),
                t('clearances.expires'),
                t('state.actions'),
              ]}
            >
              {items.map((clearance) => (
                <Row key={clearance.id} clearance={clearance} />
              ))}
            </Columns>
          )}
        </Paged>
      </Card>
    </Page>
  )
}

function Row({ clearance }: { clearance: Clearance }): ReactNode {
  const { t } = useText()
  const marketplaceName = useMarketplaceName()
  const brandName = useBrandName()
  const queries = useQueryClient()
  const rights = permissionsOf(useMember())
  const { id, seller, marketplace, brand, right, product, expiresAt } = clearance
  const { revokedAt, revocationReason, signed } = clearance
  return (
    <tr>
      <td className="stranger">
        {seller ?? t('appeal.seller-erased')} · {marketplaceName(marketplace)}
      </td>
      <td className="stranger">{brandName(brand)}</td>
      <td className="stranger">{right}</td>
      <td className="stranger">{product ?? t('clearance.all-goods')}</td>
      <td>
        <ClearanceMark clearance={clearance} />
        {revocationReason !== null && (
          <span className={`${styles.fine} stranger`}> {revocationReason}</span>
        )}
      </td>
      <td>
        <Moment at={expiresAt} only="day" />
      </td>
      <td>
        <span className={styles.actions}>
          {signed !== null && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${t('clearances.download')}: ${seller ?? ''} ${right}`}
              onClick={() => void saveSigned(id)}
            >
              {t('clearances.download')}
            </Button>
          )}
          {rights.reviewComplaints && revokedAt === null && (
            <ConfirmButton
              label={t('clearances.revoke')}
              of={`${seller ?? ''} ${right}`}
              title={t('clearances.revoke')}
              text={t('clearances.revoke.text')}
              reason={{ label: t('clearances.revoke.reason'), required: true }}
              run={async (reason) => {
                await server.clearances.act({
                  params: { id },
                  body: { action: { type: 'revoke', reason } },
                })
                await queries.invalidateQueries({ queryKey: ['clearances'] })
              }}
              button={{ variant: 'default', size: 'compact-xs' }}
            />
          )}
        </span>
      </td>
    </tr>
  )
}

/** Saves statement, signature and key in one file, to verify the clearance elsewhere. */
async function saveSigned(id: string): Promise<void> {
  const { signed, publicKey } = await server.clearances.read({ params: { id } })
  saveJson({ ...signed, publicKey }, `clearance-${id}.json`)
}
