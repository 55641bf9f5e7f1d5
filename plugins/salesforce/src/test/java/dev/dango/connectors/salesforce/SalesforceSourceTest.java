package dev.dango.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dango.spi.Source;
import dev.dango.testkit.Call;
import dev.dango.testkit.FakeListing;
import dev.dango.testkit.HttpSourceContract;
import dev.dango.testkit.SourceBehavior;
import dev.dango.testkit.TestProject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Salesforce page by page, from an org's objects to the warehouse's tables. */
class SalesforceSourceTest extends HttpSourceContract {

    private static final String ACCOUNTS = FakeSalesforce.V + "/queryAll";

    private FakeSalesforce org;
    private FakeListing accounts;

    @BeforeEach
    void answer() {
        org = new FakeSalesforce(api);
        accounts =
                org.object(
                        "Account",
                        "Id",
                        "id",
                        "Name",
                        "string",
                        "IsDeleted",
                        "boolean",
                        "SystemModstamp",
                        "datetime",
                        "AnnualRevenue",
                        "currency",
                        "NumberOfEmployees",
                        "int",
                        "BillingCity",
                        "string",
                        "BillingAddress",
                        "address",
                        "Founded__c",
                        "date",
                        "Opens__c",
                        "time",
                        "Logo__c",
                        "base64");
        FakeListing users =
                org.object("User", "Id", "id", "Email", "email", "SystemModstamp", "datetime");
        for (int i = 1; i <= 3; i++) {
            accounts.add(account(i, "2026-01-0" + i + "T08:00:00.000Z"));
            users.add(
                    Map.of(
                            "Id",
                            "005" + i,
                            "Email",
                            "u" + i + "@x.example",
                            "SystemModstamp",
                            "2026-01-0" + i + "T08:00:00.000Z"));
        }
    }

    private static Map<String, Object> account(int number, String changed) {
        return FakeSalesforce.record(
                "001" + number,
                changed,
                Map.of(
                        "Name",
                        "Zoë & Söhne, \"" + number + "\"",
                        "AnnualRevenue",
                        1.5,
                        "NumberOfEmployees",
                        7,
                        "Founded__c",
                        "1999-12-31",
                        "Opens__c",
                        "08:30:00.000Z"));
    }

    @Override
    protected Source source() {
        return new SalesforceSource();
    }

    @Override
    protected Map<String, Object> settings() {
        return with(Map.of());
    }

    private Map<String, Object> with(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("client_id", FakeSalesforce.CLIENT);
        settings.put("client_secret", FakeSalesforce.SECRET);
        settings.put("base_url", api.url());
        settings.put("resources", List.of("account", "sf_user"));
        settings.putAll(more);
        return settings;
    }

    @Override
    protected List<Map<String, Object>> everySetting() {
        return List.of(
                with(
                        Map.of(
                                "refresh_token", "5Aep",
                                "private_key", "-----BEGIN PRIVATE KEY-----",
                                "user_name", "ada@example.com",
                                "password", "x",
                                "security_token", "y",
                                "domain", "acme.my",
                                "start_date", "2020-01-01",
                                "bulk_from", 5)));
    }

    @Override
    protected boolean has(SourceBehavior behavior) {
        return switch (behavior) {
            case SLICES, DELETES -> false;
            default -> true;
        };
    }

    @Override
    protected void addRecord() {
        accounts.add(account(4, "2026-02-01T08:00:00.000Z"));
    }

    /** The address of a further page is another one each time. */
    @Override
    protected String pathOfRecords() {
        return ACCOUNTS;
    }

    private TestProject loaded(Map<String, Object> more) {
        TestProject project = project().settings(with(more));
        syncWell(project);
        return project;
    }

    private static String one(TestProject project, String sql) {
        return project.query(sql).get(0);
    }

    private List<String> queries(String path) {
        return api.requests(path).stream().map(call -> call.query("q").orElse("")).toList();
    }

    @Test
    void readsAllPagesThenOnlyWhatChanged() {
        TestProject project = loaded(Map.of("resources", List.of("account")));

        assertThat(queries(ACCOUNTS))
                .singleElement()
                .asString()
                .startsWith("SELECT Id,Name,IsDeleted,SystemModstamp,")
                .endsWith(" FROM Account WHERE IsDeleted = false ORDER BY SystemModstamp");
        assertThat(one(project, "SELECT count(DISTINCT id) FROM account")).isEqualTo("3");

        api.clearRequests();
        addRecord();
        accounts.replace("Id", "0011", account(1, "2026-02-02T08:00:00.000Z"));
        syncWell(project);

        assertThat(api.requests()).as("token, description, and one page of two pages").hasSize(4);
        assertThat(queries(ACCOUNTS))
                .singleElement()
                .asString()
                .endsWith(" WHERE SystemModstamp >= 2026-01-03T07:50:00Z ORDER BY SystemModstamp");
        assertThat(one(project, "SELECT count(*) FROM account")).isEqualTo("4");
    }

    @Test
    void asksAnewWhenSalesforceHasForgottenAQuery() {
        String forgotten = FakeSalesforce.V + "/query/01g1-2";
        api.get(
                forgotten,
                call ->
                        FakeSalesforce.error(
                                400, "INVALID_QUERY_LOCATOR", "invalid query locator"));

        TestProject project = loaded(Map.of("resources", List.of("account")));

        assertThat(api.requests(forgotten)).hasSize(1);
        assertThat(queries(ACCOUNTS))
                .last()
                .asString()
                .as("from the second record's change on, less ten minutes")
                .contains("SystemModstamp >= 2026-01-02T07:50:00Z");
        assertThat(one(project, "SELECT count(*) FROM account")).isEqualTo("3");
    }

    @Test
    void removesWhatIsDeletedAndBringsBackWhatIsUndeleted() {
        TestProject project = loaded(Map.of("resources", List.of("account")));

        Map<String, Object> gone = account(2, "2026-02-01T08:00:00.000Z");
        gone.put("IsDeleted", true);
        accounts.replace("Id", "0012", gone);
        syncWell(project);
        assertThat(project.query("SELECT id FROM account ORDER BY id"))
                .containsExactly("0011", "0013");

        accounts.replace("Id", "0012", account(2, "2026-02-02T08:00:00.000Z"));
        syncWell(project);
        assertThat(one(project, "SELECT count(*) FROM account")).isEqualTo("3");
    }

    @Test
    void loadsArchivedTasksToo() {
        FakeListing tasks =
                org.object(
                        "Task",
                        "Id",
                        "id",
                        "IsDeleted",
                        "boolean",
                        "IsArchived",
                        "boolean",
                        "SystemModstamp",
                        "datetime");
        tasks.add(
                FakeSalesforce.record("00T1", "2020-01-01T00:00:00Z", Map.of("IsArchived", true)));
        tasks.add(FakeSalesforce.record("00T2", "2020-01-01T00:00:00Z", Map.of("IsDeleted", true)));

        TestProject project = loaded(Map.of("resources", List.of("task")));

        assertThat(project.query("SELECT id FROM task")).containsExactly("00T1");
    }

    @Test
    void givesColumnsTheTypesOfTheirFields() {
        TestProject project = loaded(Map.of("resources", List.of("account")));

        assertThat(project.columns("account"))
                .contains("annual_revenue", "founded__c", "billing_city")
                .doesNotContain("billing_address", "logo__c", "attributes");
        assertThat(
                        one(
                                project,
                                "SELECT typeof(system_modstamp) || ', ' || typeof(annual_revenue) || ', ' || typeof(number_of_employees) || ', ' || typeof(is_deleted) || ', ' || typeof(founded__c) || ', ' || typeof(opens__c) FROM account"))
                .isEqualTo("TIMESTAMP WITH TIME ZONE, DOUBLE, BIGINT, BOOLEAN, DATE, TIME");
        assertThat(
                        one(
                                project,
                                "SELECT name || ' ' || annual_revenue || ' ' || founded__c || ' ' || opens__c || ' ' || system_modstamp FROM account ORDER BY id"))
                .isEqualTo("Zoë & Söhne, \"1\" 1.5 1999-12-31 08:30:00 2026-01-01 08:00:00+00");
    }

    @Test
    void fallsBackOnOtherFieldsThatTellWhatChanged() {
        org.object("Old__c", "Id", "id", "CreatedDate", "datetime")
                .add(Map.of("Id", "a001", "CreatedDate", "2026-01-01T00:00:00Z"));
        org.object("Plain__c", "Id", "id", "Name", "string", "SystemModstamp", "unfilterable")
                .add(Map.of("Id", "a011", "Name", "x"));

        TestProject project = loaded(Map.of("resources", List.of("Old__c", "Plain__c")));
        api.clearRequests();
        syncWell(project);

        assertThat(queries(FakeSalesforce.V + "/query"))
                .containsExactlyInAnyOrder(
                        "SELECT Id,CreatedDate FROM Old__c WHERE CreatedDate >= 2025-12-31T23:50:00Z ORDER BY CreatedDate",
                        "SELECT Id,Name,SystemModstamp FROM Plain__c");
        assertThat(one(project, "SELECT count(*) FROM plain__c")).isEqualTo("1");
    }

    @Test
    void takesTheUsualTablesUnlessUsersChoose() {
        List<String> objects =
                List.of(
                        "UserRole",
                        "Contact",
                        "Lead",
                        "Opportunity",
                        "OpportunityLineItem",
                        "OpportunityContactRole",
                        "Campaign",
                        "CampaignMember",
                        "Product2",
                        "Pricebook2",
                        "PricebookEntry",
                        "Task",
                        "Event");
        objects.forEach(
                name ->
                        org.object(name, "Id", "id", "SystemModstamp", "datetime")
                                .add(Map.of("Id", "1", "SystemModstamp", "2026-01-01T00:00:00Z")));

        TestProject project = loaded(Map.of("resources", List.of()));

        assertThat(
                        List.of(
                                "sf_user",
                                "user_role",
                                "account",
                                "contact",
                                "lead",
                                "opportunity",
                                "opportunity_line_item",
                                "opportunity_contact_role",
                                "campaign",
                                "campaign_member",
                                "product_2",
                                "pricebook_2",
                                "pricebook_entry",
                                "task",
                                "event"))
                .allSatisfy(
                        table ->
                                assertThat(one(project, "SELECT count(*) FROM " + table))
                                        .isNotEqualTo("0"));
    }

    @Test
    void namesTablesOfUsualObjectsAsUsualWhateverUsersCallThem() {
        TestProject project = loaded(Map.of("resources", List.of("User")));

        assertThat(one(project, "SELECT count(*) FROM sf_user")).isEqualTo("3");
    }

    @Test
    void beginsAtTheStartDate() {
        TestProject project =
                loaded(Map.of("resources", List.of("account"), "start_date", "2026-01-02"));

        assertThat(project.query("SELECT id FROM account ORDER BY id"))
                .containsExactly("0012", "0013");
    }

    @Test
    void signsInOnceAndAsksForFullPages() {
        loaded(Map.of());

        assertThat(api.requests("/services/oauth2/token")).hasSize(1);
        assertThat(api.requests(ACCOUNTS))
                .allSatisfy(
                        call ->
                                assertThat(call.header("Sforce-Query-Options"))
                                        .contains("batchSize=2000"))
                .extracting(Call::method)
                .containsOnly("GET");
    }

    @Test
    void tellsWhenTheOrgsRequestsAreNearlyUsedUp() {
        TestProject project = loaded(Map.of());

        assertThat(project.said())
                .filteredOn(text -> text.contains("14000 of the 15000 API requests"))
                .isNotEmpty();
    }
}
