import type { App } from '../http/server.ts'

/** `/payee-accounts`. */
export async function payeeAccountRoutes(_app: App) {}

/** `/payment-settings`. */
export async function paymentSettingsRoutes(_app: App) {}

/** `/approval-limits`. */
export async function approvalLimitRoutes(_app: App) {}
