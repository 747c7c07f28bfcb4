import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { ConfirmButton, Icon, Refused } from '../../components/index.ts'
import { useWatchSettings, watchesKey, type WatchSettings } from '../watch-components/index.ts'
import styles from './watches.module.css'

/** Stops or resumes all watches of the organisation; without the permission, says that they are stopped. */
export function AllWatchesSwitch(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  const { data: settings } = useWatchSettings(rights.readWatchSettings)
  if (settings === undefined) return null
  const { stopped, installationStopped } = settings
  const mayChange = rights.manageOrganisation
  if (!stopped && !installationStopped && !mayChange) return null
  return (
    <div className={styles.switch} data-stopped={stopped || installationStopped}>
      <div>
        {installationStopped && (
          <p>
            <Icon name="warning" size={16} /> {t('watch-next.installation-stopped')}
          </p>
        )}
        {stopped && (
          <p>
            <Icon name="warning" size={16} /> {t('watch-next.organisation-stopped')}
          </p>
        )}
      </div>
      {mayChange && <Switch settings={settings} />}
    </div>
  )
}

function Switch({ settings }: { settings: WatchSettings }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { version, stopped, budgetPerDay } = settings
  const set = useMutation({
    mutationFn: (stop: boolean) =>
      server.watchSettings.update({
        body: { expectedVersion: version, stopped: stop, budgetPerDay },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: watchesKey }),
  })
  if (!stopped) {
    return (
      <ConfirmButton
        label={t('watches.stop-all')}
        title={t('watches.stop-all.title')}
        text={t('watches.stop-all.text')}
        run={() => set.mutateAsync(true)}
        button={{ variant: 'default', size: 'compact-sm' }}
      />
    )
  }
  return (
    <>
      <Button size="compact-sm" loading={set.isPending} onClick={() => set.mutate(false)}>
        {t('watches.resume-all')}
      </Button>
      <Refused error={set.error} />
    </>
  )
}
