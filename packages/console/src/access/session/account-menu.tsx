import { Menu, UnstyledButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Icon } from '../../components/index.ts'
import styles from './account-menu.module.css'
import { useActFor, useLeave, useSignedIn } from './session.ts'

/** Switches organisations, opens the account page and signs out. */
export function AccountMenu(): ReactNode {
  const { t } = useText()
  const { person, organisation, organisations } = useSignedIn()
  const navigate = useNavigate()
  const { leave } = useLeave()
  const change = useActFor()
  // The current address may belong to the previous organisation alone.
  const actFor = (slug: string | null): void => change.mutate({ organisation: slug, to: '/' })
  const others = organisations.filter(({ slug }) => slug !== organisation?.slug)
  const toInstallation = person.installationAdmin && organisation !== null
  const hasOthers = others.length > 0 || toInstallation
  return (
    <Menu position="top-start" width={240} withinPortal>
      <Menu.Target>
        <UnstyledButton className={styles.target}>
          <span className={styles.names}>
            <span className={styles.organisation}>
              {organisation?.name ?? t('account.installation')}
            </span>
            <span className={styles.person}>{person.name}</span>
          </span>
          <Icon name="down" size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {hasOthers && <Menu.Label>{t('account.act-for')}</Menu.Label>}
        {others.map(({ slug, name }) => (
          <Menu.Item key={slug} onClick={() => actFor(slug)}>
            {name}
          </Menu.Item>
        ))}
        {toInstallation && (
          <Menu.Item onClick={() => actFor(null)}>{t('account.installation')}</Menu.Item>
        )}
        {hasOthers && <Menu.Divider />}
        <Menu.Item
          leftSection={<Icon name="account" size={16} />}
          onClick={() => void navigate({ to: '/account' })}
        >
          {t('account.title')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="back" size={16} />} onClick={leave}>
          {t('account.sign-out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
