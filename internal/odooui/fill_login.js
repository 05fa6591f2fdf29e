// Fills the server's log-in form and sends it, as a person does.
(login, password) => {
    const form = document.querySelector("form.oe_login_form");
    form.querySelector("input[name=login]").value = login;
    form.querySelector("input[name=password]").value = password;
    // Clicked when this call has its answer, which would not outlive the page. Odoo drops a submit
    // that comes before its scripts, and repeats a click (web, lazyloader.js).
    setTimeout(() => form.querySelector("button[type=submit]").click());
}
