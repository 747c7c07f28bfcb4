import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { ConfirmButton } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  useHubAction,
  useLinkWords,
  type HubAction,
  type LinkHub,
} from '../link-components/index.ts'

export type DecidedHub = { hub: LinkHub; as: 'confirmed' | 'restored' | 'awaits' | 'approved' }

/** Confirms a hub or restores the value, withdraws that, or approves another person’s. */
export function HubDecision({
  hub,
  onDone,
}: {
  hub: LinkHub
  onDone: (done: DecidedHub | undefined) => void
}): ReactNode {
  const { t } = useText()
  const { typeName } = useLinkWords()
  const member = useMember()
  const act = useHubAction()
  if (!permissionsOf(member).judgeLinks) return '–'
  const { id, decision } = hub
  const name = [typeName(hub.type), hub.identifier?.masked ?? hub.picture].join(' ')
  const button = { size: 'compact-sm', variant: 'default' } as const
  const run = async (action: HubAction): Promise<void> => {
    const now = await act.mutateAsync({ id, action })
    if (now.decision === null) onDone(undefined)
    else if (action.type === 'approve') onDone({ hub: now, as: 'approved' })
    else {
      const awaits = now.decision.state === 'awaiting-approval'
      onDone({ hub: now, as: awaits ? 'awaits' : now.decision.decision })
    }
  }
  if (decision !== null) {
    const { id: of, state, by } = decision
    return (
      <Group gap="xs">
        {state === 'awaiting-approval' && by !== member.person.id && (
          <ConfirmButton
            label={t('hubs.approve')}
            of={name}
            title={t('hubs.approve.title')}
            text={t('hubs.restore.text')}
            button={button}
            run={async () => run({ type: 'approve', decision: of })}
          />
        )}
        <Button
          {...button}
          aria-label={`${t('hubs.withdraw')}: ${name}`}
          loading={act.isPending}
          onClick={() => void run({ type: 'withdraw', decision: of })}
        >
          {t('hubs.withdraw')}
        </Button>
      </Group>
    )
  }
  const asked = { label: t('hubs.reason'), hint: t('hubs.reason.hint'), required: true }
  return (
    <Group gap="xs">
      <ConfirmButton
        label={t('hubs.confirm')}
        of={name}
        title={t('hubs.confirm.title')}
        text={t('hubs.confirm.text')}
        reason={asked}
        button={button}
        run={async (reason) => run({ type: 'confirm', reason })}
      />
      <ConfirmButton
        label={t('hubs.restore')}
        of={name}
        title={t('hubs.restore.title')}
        text={t('hubs.restore.text')}
        reason={asked}
        button={button}
        run={async (reason) => run({ type: 'restore', reason })}
      />
    </Group>
  )
}
