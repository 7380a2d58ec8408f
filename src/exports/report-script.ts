/**
 * A convenience on top of a page that works without it: the language shown is also told to
 * screen readers, the window's title and the address, so that `report.html#en` opens English.
 */
export const reportScript = `
(function () {
    var choices = document.querySelectorAll('input[name=language]')
    function show(choice) {
        var page = document.querySelector('main[lang="' + choice.value + '"]')
        document.documentElement.lang = choice.value
        document.title = page.getAttribute('data-title')
    }
    choices.forEach(function (choice) {
        if (location.hash === '#' + choice.value) choice.checked = true
        if (choice.checked) show(choice)
        choice.addEventListener('change', function () {
            show(choice)
            try { history.replaceState(null, '', '#' + choice.value) } catch (refused) {}
        })
    })
})()
`
