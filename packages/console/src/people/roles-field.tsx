import { Checkbox, Group } from '@mantine/core'
import type { PersonRole } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

const roles = ['admin', 'analyst', 'reviewer', 'auditor'] as const satisfies PersonRole[]

export type RolesFieldProps = {
  label: string
  value: readonly PersonRole[]
  onChange: (roles: PersonRole[]) => void
}

/** What somebody is there for: one role or several. */
export function RolesField({ label, value, onChange }: RolesFieldProps): ReactNode {
  const { t } = useText()
  return (
    <Checkbox.Group
      label={label}
      value={[...value]}
      onChange={(chosen) => onChange(roles.filter((role) => chosen.includes(role)))}
    >
      <Group gap="md" mt={4}>
        {roles.map((role) => (
          <Checkbox key={role} size="xs" value={role} label={t(`person-role.${role}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
