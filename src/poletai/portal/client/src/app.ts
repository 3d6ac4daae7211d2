/** What every page loads: partial updates, menus, copy buttons, countdowns, confirmations. */

import Collapse from "bootstrap/js/dist/collapse";
import Dropdown from "bootstrap/js/dist/dropdown";
import htmx from "htmx.org";

import { startConfirmations } from "./page/confirm.ts";
import { startCopying } from "./page/copy.ts";
import { startCountdowns } from "./page/countdown.ts";

// The strict content policy forbids both eval and styles that a script writes into the page.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;

// Importing them registers their data attributes; naming them keeps the bundler from dropping them.
Object.assign(window, { poletai: { Collapse, Dropdown, htmx } });

startConfirmations(document);
startCopying(document);
startCountdowns(document);
