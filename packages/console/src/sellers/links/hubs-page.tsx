import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Denied, Empty, Page, Paged, PassingNotice, Refused } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import { HubsList, LinkTabs, useHubAction, useHubs } from '../link-components/index.ts'
import { HubDecision, type DecidedHub } from './hub-decision.tsx'

/** Values that are on too many accounts to link any, and those that people decided on. */
export function HubsPage(): ReactNode {
  const { t } = useText()
  const { seeWholeNetworks } = permissionsOf(useMember())
  return (
    <Page title={t('hubs.title')} lead={t('hubs.description')}>
      <LinkTabs here="hubs" />
      {seeWholeNetworks ? <Hubs /> : <Denied>{t('links.denied')}</Denied>}
    </Page>
  )
}

function Hubs(): ReactNode {
  const { t } = useText()
  const pages = useHubs()
  const undo = useHubAction()
  const [done, setDone] = useState<DecidedHub | 'withdrawn'>()
  const told = done === undefined || done === 'withdrawn' ? done : done.as
  const decided = done === undefined || done === 'withdrawn' ? undefined : done.hub
  const withdraw = (): void => {
    if (!decided?.decision) return
    undo.mutate(
      { id: decided.id, action: { type: 'withdraw', decision: decided.decision.id } },
      { onSuccess: () => setDone('withdrawn') },
    )
  }
  return (
    <>
      <PassingNotice
        onClose={() => setDone(undefined)}
        actions={
          decided !== undefined && (
            <Button size="compact-sm" variant="default" loading={undo.isPending} onClick={withdraw}>
              {t('hubs.undo')}
            </Button>
          )
        }
      >
        {told && t(`hubs.done.${told}`)}
      </PassingNotice>
      <Refused error={undo.error} />
      <Paged pages={pages} empty={<Empty title={t('hubs.empty')}>{t('hubs.empty.text')}</Empty>}>
        {(items) => (
          <HubsList
            hubs={items}
            actionsOf={(hub) => (
              <HubDecision hub={hub} onDone={(now) => setDone(now ?? 'withdrawn')} />
            )}
          />
        )}
      </Paged>
    </>
  )
}
