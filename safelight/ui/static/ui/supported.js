// Says that scripts run, before the page is drawn, so that nothing jumps. Kept apart because inline scripts are refused.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
