// The kinds of lines that are added by hand: what each asks for, and which purses a line of any kind moves.

import { parseAmount } from './money.mjs';

/** What a line of each kind asks for, besides its amount; the first fund is the one it touches. */
export const LINES = {
  loan: { asks: ['member', 'amount', 'months', 'tender'], fund: 'savings', way: -1n, step: 'loans' },
  social_grant: { asks: ['member', 'amount', 'words', 'tender'], fund: 'social', way: -1n, step: 'loans', words: 'reason' },
  withdrawal: { asks: ['member', 'amount', 'tender'], fund: 'savings', way: -1n, step: 'loans' },
  payout: { asks: ['member', 'amount', 'tender'], fund: 'savings', way: -1n, step: 'loans' },
  fine: { asks: ['member', 'amount', 'words', 'owed', 'tender'], fund: 'savings', way: 1n, step: 'others', words: 'fine' },
  fee: { asks: ['member', 'amount', 'words', 'owed', 'tender'], fund: 'savings', way: 1n, step: 'others', words: 'fee' },
  fine_paid: { asks: ['member', 'amount', 'tender'], fund: 'savings', way: 1n, step: 'others' },
  fee_paid: { asks: ['member', 'amount', 'tender'], fund: 'savings', way: 1n, step: 'others' },
  expense: { asks: ['amount', 'words', 'fund', 'tender'], fund: 'savings', way: -1n, step: 'others', words: 'what' },
  transfer: { asks: ['amount', 'from', 'to', 'fund'], fund: 'savings', way: 0n, step: 'others' },
  between_funds: { asks: ['amount', 'from_fund', 'to_fund', 'tender'], fund: 'savings', way: 0n, step: 'others' },
  recovery: { asks: ['loan', 'amount', 'tender'], fund: 'savings', way: 1n, step: 'others' },
  donation: { asks: ['amount', 'words', 'fund', 'tender'], fund: 'savings', way: 1n, step: 'others', words: 'what' },
};

const FUND_OF = { social: 'social', social_grant: 'social', investment: 'investment' };
const OUT = ['loan', 'social_grant', 'withdrawal', 'payout', 'expense', 'bank_charge'];

/** What a line moves: [tender, fund, minor units] for each purse it touches. */
export function moves(line, places) {
  const amount = parseAmount(line.amount, places);
  const fund = line.fund ?? FUND_OF[line.kind] ?? 'savings';
  if (line.kind === 'transfer') return [[line.from_tender, fund, -amount], [line.to_tender, fund, amount]];
  if (line.kind === 'between_funds') return [[line.tender, line.from_fund, -amount], [line.tender, line.to_fund, amount]];
  if (!line.tender) return [];
  return [[line.tender, fund, OUT.includes(line.kind) ? -amount : amount]];
}
